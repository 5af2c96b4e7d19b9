import type { TenantSql } from '@hikyaku/db';

/** Adds contacts to lists; who is in one already stays as he is. Takes pairs of equal index. */
export async function addMembers(
  sql: TenantSql,
  listIds: readonly number[],
  contactIds: readonly number[],
): Promise<void> {
  if (listIds.length === 0) return;
  await sql.query(
    `INSERT INTO list_members (tenant_id, list_id, contact_id)
     SELECT DISTINCT $1::int, m.list_id, m.contact_id FROM unnest($2::int[], $3::bigint[]) AS m(list_id, contact_id)
     ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
    [sql.scope.tenantId, listIds, contactIds],
  );
}
