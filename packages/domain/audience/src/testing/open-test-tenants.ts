import {
  type Database,
  mintTenantScope,
  openDatabase,
  type TenantScope,
  type TenantSql,
  withTenant,
} from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';

export type TestTenants = {
  readonly app: Database;
  readonly engine: Database;
  readonly owner: Database;
  /** Two tenants. */
  readonly scopes: readonly [TenantScope, TenantScope];
  /** Runs in one transaction of the first tenant. */
  run<T>(work: (sql: TenantSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A fresh database with two tenants, for integration tests. */
export async function openTestTenants(): Promise<TestTenants> {
  const database = await openTestDatabase();
  const app = openDatabase({ url: database.appUrl, max: 4, name: 'test-app' });
  const engine = openDatabase({ url: database.engineUrl, max: 2, name: 'test-engine' });
  const owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'test-owner' });
  const rows = await owner.query<{ id: number }>(`INSERT INTO tenants (name) VALUES ('one'), ('two') RETURNING id`);
  const scopes = [mintTenantScope(rows[0]!.id, 'user:1'), mintTenantScope(rows[1]!.id, 'user:2')] as const;
  return {
    app,
    engine,
    owner,
    scopes,
    run: (work) => withTenant(app, scopes[0], work),
    async close() {
      await Promise.all([app.close(), engine.close(), owner.close()]);
      await database.close();
    },
  };
}

/** The value of a result that must not be a refusal. */
export function accepted<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result.value;
}
