import type { TenantSql } from '@hikyaku/db';

/** Which of these ids are no list of this tenant. */
export async function findMissingLists(sql: TenantSql, ids: readonly number[]): Promise<Set<number>> {
  const missing = new Set(ids);
  if (ids.length === 0) return missing;
  const rows = await sql.query<{ id: number }>(
    'SELECT id FROM lists WHERE tenant_id = $1 AND id = ANY ($2::bigint[])',
    [sql.scope.tenantId, ids],
  );
  for (const { id } of rows) missing.delete(id);
  return missing;
}
