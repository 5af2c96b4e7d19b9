import type { TenantSql } from '@hikyaku/db';

/** Deletes a list and its memberships, never a contact. False when there is none. */
export async function deleteList(sql: TenantSql, id: number): Promise<boolean> {
  const rows = await sql.query('DELETE FROM lists WHERE tenant_id = $1 AND id = $2::bigint RETURNING id', [
    sql.scope.tenantId,
    id,
  ]);
  return rows.length > 0;
}
