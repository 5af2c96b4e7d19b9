import type { Keyring } from '@hikyaku/config';
import { type Database, mintTenantScope, type TenantScope, withTenant } from '@hikyaku/db';
import { adoptDomain, createDomain } from '@hikyaku/tenancy';

/** A tenant that may send from this domain. */
export async function addTenant(
  { owner, app, keyring }: { owner: Database; app: Database; keyring: Keyring },
  domain: string,
): Promise<TenantScope> {
  const [tenant] = await owner.query<{ id: number }>('INSERT INTO tenants (name) VALUES ($1) RETURNING id', [domain]);
  const scope = mintTenantScope(tenant!.id, 'system');
  await withTenant(app, scope, async (sql) => {
    const created = await createDomain(sql, keyring, domain);
    if (!created.ok) throw new Error(created.detail);
    await adoptDomain(sql, created.value.id);
  });
  return scope;
}
