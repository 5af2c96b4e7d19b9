import { mintTenantScope } from '@hikyaku/db';
import type { Principal } from '@hikyaku/tenancy';
import { expect, test } from 'vitest';
import { stillHolds } from './login.ts';

const principal: Principal = {
  scope: mintTenantScope(1, 'test'),
  permissions: new Set(['emails:send']),
  isOperator: false,
  tenant: { id: 1, name: 'x', status: 'active', isSystem: false },
};

test('an open session is asked about again after a while, and ends with its login', async () => {
  let asked = 0;
  const check = (found: Principal | null) => async () => {
    asked += 1;
    return found;
  };
  expect(await stillHolds({ principal, checkedAt: Date.now(), check: check(null) })).toBe(true);
  expect(asked).toBe(0);
  const sender = { principal, checkedAt: 0, check: check(principal) };
  expect(await stillHolds(sender)).toBe(true);
  expect(sender.checkedAt).toBeGreaterThan(0);
  expect(await stillHolds({ principal, checkedAt: 0, check: check(null) })).toBe(false);
  expect(asked).toBe(2);
});
