import { type Database, openDatabase, type TenantScope, withTenant } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  authenticateKey,
  authenticateSmtp,
  createApiKey,
  createSmtpLogin,
  createTenant,
  listApiKeys,
  revokeApiKey,
  takeQuota,
} from './index.ts';

let database: TestDatabase;
let db: Database;
let engine: Database;
let scope: TenantScope;

beforeAll(async () => {
  database = await openTestDatabase();
  db = openDatabase({ url: database.appUrl, max: 4, name: 'test' });
  engine = openDatabase({ url: database.engineUrl, max: 1, name: 'test' });
  ({ scope } = await createTenant(db, {
    name: 'Acme',
    dailyQuota: 10,
    owner: { email: 'owner@acme.example', name: 'Owner' },
  }));
});
afterAll(async () => {
  await db.close();
  await engine.close();
  await database.close();
});

test('a key opens its own tenant with its own permissions, and nothing once it is revoked', async () => {
  const made = await withTenant(db, scope, (sql) =>
    createApiKey(sql, { name: 'CI', permissions: ['read', 'emails:send'] }),
  );
  if (!made.ok) throw new Error(made.detail);
  const principal = await authenticateKey(db, made.value.secret);
  expect(principal).toMatchObject({ scope: { tenantId: scope.tenantId }, isOperator: false, tenant: { name: 'Acme' } });
  expect([...principal!.permissions]).toEqual(['read', 'emails:send']);
  const [listed] = await withTenant(db, scope, listApiKeys);
  expect(listed).toMatchObject({ name: 'CI', lastUsedAt: expect.any(Date), revokedAt: null });
  expect(JSON.stringify(listed)).not.toContain(made.value.secret);
  expect(await withTenant(db, scope, (sql) => revokeApiKey(sql, made.value.id))).toMatchObject({ ok: true });
  expect(await authenticateKey(db, made.value.secret)).toBeNull();
  expect(await withTenant(db, scope, (sql) => revokeApiKey(sql, made.value.id))).toMatchObject({ status: 404 });
});

test('a key cannot be given the right to make keys', async () => {
  const made = await withTenant(db, scope, (sql) =>
    createApiKey(sql, { name: 'x', permissions: ['read', 'keys:write'] }),
  );
  expect(made).toMatchObject({ ok: false, status: 422, errors: [{ path: 'permissions.1' }] });
});

test('an SMTP login opens with its own name and password only, and is no API key', async () => {
  const made = await withTenant(db, scope, (sql) => createSmtpLogin(sql, { name: 'Printer' }));
  if (!made.ok) throw new Error(made.detail);
  const { username, password } = made.value;
  expect(await authenticateSmtp(db, username, password)).toMatchObject({ tenant: { id: scope.tenantId } });
  expect(await authenticateSmtp(db, username, `${password.slice(1)}x`)).toBeNull();
  expect(await authenticateSmtp(db, `smtp_${'a'.repeat(16)}`, password)).toBeNull();
  expect(await authenticateKey(db, `hk_${password}`)).toBeNull();
});

test('two submissions at once cannot both take the last of the quota', async () => {
  const take = (recipients: number) => withTenant(db, scope, (sql) => takeQuota(sql, recipients));
  expect(await take(11)).toMatchObject({
    ok: false,
    status: 429,
    code: 'quota',
    retryAfterSeconds: expect.any(Number),
  });
  const both = await Promise.all([take(6), take(6)]);
  expect(both.filter((result) => result.ok)).toHaveLength(1);
  expect(await take(4)).toMatchObject({ ok: true });
  expect(await take(1)).toMatchObject({ ok: false, code: 'quota' });
});

test('a held tenant sends nothing', async () => {
  await engine.query("UPDATE tenants SET status = 'held', held_reason = 'spam' WHERE id = $1", [scope.tenantId]);
  const result = await withTenant(db, scope, (sql) => takeQuota(sql, 1));
  expect(result).toMatchObject({ ok: false, status: 403, code: 'tenant_held' });
  await engine.query("UPDATE tenants SET status = 'active' WHERE id = $1", [scope.tenantId]);
});
