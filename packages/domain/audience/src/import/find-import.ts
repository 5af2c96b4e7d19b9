import type { TenantSql } from '@hikyaku/db';
import { IMPORT_COLUMNS, type Import } from './import.ts';

/** One import with its progress, or null. */
export async function findImport(sql: TenantSql, id: number): Promise<Import | null> {
  const [found] = await sql.query<Import>(
    `SELECT ${IMPORT_COLUMNS} FROM imports WHERE tenant_id = $1 AND id = $2::bigint`,
    [sql.scope.tenantId, id],
  );
  return found ?? null;
}
