import type { TenantSql } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { checkListName, refuseTakenName } from './check-list-name.ts';
import type { ContactList } from './list.ts';

/** Makes an empty list. 409 when the tenant has one of that name. */
export async function createList(sql: TenantSql, list: { readonly name: string }): Promise<Result<ContactList>> {
  const name = checkListName(list.name);
  if (!name.ok) return name;
  const [row] = await sql.query<ContactList>(
    `INSERT INTO lists (tenant_id, name) VALUES ($1, $2) ON CONFLICT (tenant_id, name) DO NOTHING
     RETURNING id, name, created_at AS "createdAt", 0 AS contacts`,
    [sql.scope.tenantId, name.value],
  );
  return row ? ok(row) : refuseTakenName();
}
