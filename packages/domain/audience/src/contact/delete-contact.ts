import type { TenantSql } from '@hikyaku/db';

/** Deletes a contact and its memberships; its suppressions stay, so that nobody who left is mailed after an import. */
export async function deleteContact(sql: TenantSql, id: number): Promise<boolean> {
  const rows = await sql.query('DELETE FROM contacts WHERE tenant_id = $1 AND id = $2 RETURNING id', [
    sql.scope.tenantId,
    id,
  ]);
  return rows.length > 0;
}
