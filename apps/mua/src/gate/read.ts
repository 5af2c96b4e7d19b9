import { type TenantSql, withTenant } from '@hikyaku/db';
import type { Principal } from '@hikyaku/tenancy';
import { house } from '../house/house.ts';
import type { House } from '../house/open-house.ts';
import { requirePrincipal } from './require-principal.ts';

export type ReadContext = { readonly house: House; readonly principal: Principal };

/** Reads for a page: one transaction of the tenant of whoever is signed in. Nobody is: on to the sign-in page. */
export async function read<T>(run: (sql: TenantSql, context: ReadContext) => Promise<T>): Promise<T> {
  const principal = await requirePrincipal();
  const opened = await house();
  return withTenant(opened.app, principal.scope, (sql) => run(sql, { house: opened, principal }));
}
