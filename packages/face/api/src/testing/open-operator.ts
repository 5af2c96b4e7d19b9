import { mintTenantScope, withTenant } from '@hikyaku/db';
import { createApiKey } from '@hikyaku/tenancy';
import type { TestApi, TestTenant } from './open-api.ts';

/** Calls with a key of the system tenant. */
export async function openOperator(api: TestApi): Promise<TestApi['call']> {
  const made = await withTenant(api.world.app, mintTenantScope(1, 'system'), (sql) =>
    createApiKey(sql, { name: 'operator', requestsPerSecond: 1_000 }),
  );
  if (!made.ok) throw new Error(made.detail);
  return api.as({ id: 1, key: made.value.secret } as TestTenant);
}
