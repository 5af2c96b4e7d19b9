import type { TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result } from '@hikyaku/tenancy';
import { checkListName, refuseTakenName } from './check-list-name.ts';

export async function renameList(sql: TenantSql, id: number, newName: string): Promise<Result<null>> {
  const name = checkListName(newName);
  if (!name.ok) return name;
  const { tenantId } = sql.scope;
  const taken = await sql.query('SELECT 1 FROM lists WHERE tenant_id = $1 AND name = $2 AND id <> $3::bigint', [
    tenantId,
    name.value,
    id,
  ]);
  if (taken.length > 0) return refuseTakenName();
  const rows = await sql.query('UPDATE lists SET name = $3 WHERE tenant_id = $1 AND id = $2::bigint RETURNING id', [
    tenantId,
    id,
    name.value,
  ]);
  return rows.length > 0 ? ok(null) : notFound('list');
}
