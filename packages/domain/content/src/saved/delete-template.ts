import type { TenantSql } from '@hikyaku/db';

/** Forgets a template. False when there is none. */
export async function deleteTemplate(sql: TenantSql, id: number): Promise<boolean> {
  const rows = await sql.query('DELETE FROM templates WHERE tenant_id = $1 AND id = $2::bigint RETURNING id', [
    sql.scope.tenantId,
    id,
  ]);
  return rows.length > 0;
}
