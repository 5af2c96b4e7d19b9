import { mintTenantScope } from '@hikyaku/db';
import { expect, test } from 'vitest';
import { KEY_PERMISSIONS, PERMISSIONS, permissionsOf, ROLES, SMTP_PERMISSIONS } from './permissions.ts';
import { authorize, type Principal } from './principal.ts';

const as = (permissions: Principal['permissions']): Principal => ({
  scope: mintTenantScope(7, 'test'),
  permissions,
  isOperator: false,
  tenant: { id: 7, name: 'x', status: 'active', isSystem: false },
});

test('each role can do what the roles below it can', () => {
  const sets = ROLES.map(permissionsOf);
  for (let rank = 1; rank < sets.length; rank++) {
    expect([...sets[rank]!].filter((permission) => !sets[rank - 1]!.has(permission))).toEqual([]);
  }
});

test('a viewer changes nothing', () => {
  for (const permission of PERMISSIONS.filter((name) => name !== 'read')) {
    expect(authorize(as(permissionsOf('viewer')), permission)).toMatchObject({ ok: false, status: 403 });
  }
});

test('neither a key nor an SMTP login manages people, keys or the tenant', () => {
  for (const permission of ['keys:write', 'members:write', 'tenant:write'] as const) {
    expect(KEY_PERMISSIONS).not.toContain(permission);
    expect(authorize(as(new Set(KEY_PERMISSIONS)), permission)).toMatchObject({ code: 'forbidden' });
  }
  expect(SMTP_PERMISSIONS).toEqual(['emails:send']);
});
