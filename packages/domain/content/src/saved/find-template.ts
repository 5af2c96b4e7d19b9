import type { TenantSql } from '@hikyaku/db';
import { type SavedTemplate, TEMPLATE_COLUMNS } from './saved-template.ts';

/** One kept template, or null. */
export async function findTemplate(sql: TenantSql, id: number): Promise<SavedTemplate | null> {
  const [row] = await sql.query<SavedTemplate>(
    `SELECT ${TEMPLATE_COLUMNS} FROM templates t WHERE t.tenant_id = $1 AND t.id = $2::bigint`,
    [sql.scope.tenantId, id],
  );
  return row ?? null;
}
