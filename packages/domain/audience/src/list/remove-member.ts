import type { TenantSql } from '@hikyaku/db';

/** Takes a contact out of a list. False when it was not in it. */
export async function removeMember(sql: TenantSql, listId: number, contactId: number): Promise<boolean> {
  const rows = await sql.query(
    'DELETE FROM list_members WHERE tenant_id = $1 AND list_id = $2::bigint AND contact_id = $3 RETURNING list_id',
    [sql.scope.tenantId, listId, contactId],
  );
  return rows.length > 0;
}
