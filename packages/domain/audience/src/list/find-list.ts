import type { TenantSql } from '@hikyaku/db';
import { type ContactList, LIST_COLUMNS } from './list.ts';

/** One list with its size, or null. */
export async function findList(sql: TenantSql, id: number): Promise<ContactList | null> {
  const [list] = await sql.query<ContactList>(
    `SELECT ${LIST_COLUMNS} FROM lists l WHERE l.tenant_id = $1 AND l.id = $2::bigint`,
    [sql.scope.tenantId, id],
  );
  return list ?? null;
}
