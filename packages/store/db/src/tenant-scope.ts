import type { Database, Sql } from './sql.ts';

declare const brand: unique symbol;

/** The right to act inside one tenant. Minted at the gate (sign-in, API key, SMTP AUTH, a verified link) and nowhere else. */
export type TenantScope = { readonly tenantId: number; readonly actor: string; readonly [brand]: 'TenantScope' };

/** For gates only: `@hikyaku/tenancy`, links whose signature was verified, and the engine's own work for a tenant. */
export const mintTenantScope = (tenantId: number, actor: string): TenantScope => ({ tenantId, actor }) as TenantScope;

/** SQL inside a transaction of one tenant. */
export type TenantSql = Sql & { readonly scope: TenantScope };

/** Turns a transaction to one tenant: row level security shows this tenant and nothing else from here on. */
export async function enterTenant(sql: Sql, scope: TenantScope): Promise<TenantSql> {
  await sql.query("SELECT set_config('app.tenant', $1, true)", [String(scope.tenantId)]);
  return { ...sql, scope };
}

/** Runs `run` in one transaction in which row level security shows this tenant and nothing else. */
export function withTenant<T>(db: Database, scope: TenantScope, run: (sql: TenantSql) => Promise<T>): Promise<T> {
  return db.transaction(async (sql) => run(await enterTenant(sql, scope)));
}
