import type { Keyring } from '@hikyaku/config';
import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import { adoptDomain, createDomain, createTenant } from '@hikyaku/tenancy';
import { need } from './need.ts';

export type BenchTenant = { readonly scope: TenantScope; readonly domain: string };

/** A tenant without a quota and its verified domain, with an RSA-2048 key as every domain has one. */
export async function openTenant(of: { app: Database; keyring: Keyring }, domain: string): Promise<BenchTenant> {
  const owner = { email: `owner@${domain}`, name: 'Bench' };
  const { scope } = await createTenant(of.app, { name: domain, dailyQuota: null, owner });
  await withTenant(of.app, scope, async (sql) => {
    const made = need(await createDomain(sql, of.keyring, domain));
    await adoptDomain(sql, made.id);
  });
  return { scope, domain };
}
