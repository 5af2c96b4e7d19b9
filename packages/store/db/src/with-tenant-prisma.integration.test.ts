import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './embedded/testing.ts';
import { isDatabaseAway, openClient } from './open-database.ts';
import { openPrisma, type PrismaPool } from './open-prisma.ts';
import { mintTenantScope } from './tenant-scope.ts';
import { withTenantPrisma } from './with-tenant-prisma.ts';

let database: TestDatabase;
let pool: PrismaPool;
const [one, two] = [mintTenantScope(101, 'test'), mintTenantScope(102, 'test')];

beforeAll(async () => {
  database = await openTestDatabase();
  const owner = await openClient(database.ownerUrl);
  await owner.query("INSERT INTO tenants (id, name) VALUES (101, 'one'), (102, 'two')");
  await owner.end();
  pool = await openPrisma({ url: database.appUrl, max: 1, name: 'test' });
});
afterAll(async () => {
  await pool.close();
  await database.close();
});

test('Prisma sees the rows of its tenant and writes no others', async () => {
  await withTenantPrisma(pool, one, ({ prisma }) => prisma.list.create({ data: { tenantId: 101, name: 'mine' } }));
  expect(await withTenantPrisma(pool, two, ({ prisma }) => prisma.list.findMany())).toEqual([]);
  await expect(
    withTenantPrisma(pool, two, ({ prisma }) => prisma.list.create({ data: { tenantId: 101, name: 'theirs' } })),
  ).rejects.toThrow(/row-level security/);
  expect(await withTenantPrisma(pool, two, ({ prisma }) => prisma.list.deleteMany())).toEqual({ count: 0 });
});

test('the tenant does not stay on a connection that is used again', async () => {
  await withTenantPrisma(pool, one, async () => undefined);
  expect(await pool.client.list.findMany()).toEqual([]);
});

test('SQL and Prisma share one transaction', async () => {
  const failed = withTenantPrisma(pool, one, async ({ prisma, sql }) => {
    await prisma.list.create({ data: { tenantId: 101, name: 'gone' } });
    const [row] = await sql.query<{ count: number }>('SELECT count(*) FROM lists WHERE name = $1', ['gone']);
    expect(row).toEqual({ count: 1 });
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  const names = await withTenantPrisma(pool, one, ({ prisma }) => prisma.list.findMany({ select: { name: true } }));
  expect(names).toEqual([{ name: 'mine' }]);
});

test('a database that is away is told from a statement that fails', async () => {
  const nowhere = Object.assign(new URL(database.appUrl), { port: '1' }).href;
  const away = await openPrisma({ url: nowhere, max: 1, name: 'test' });
  const failure = await withTenantPrisma(away, one, async () => undefined).catch((error: unknown) => error);
  await away.close();
  expect(isDatabaseAway(failure)).toBe(true);
  const refused = await pool.client.$queryRaw`SELECT 1 FROM sessions`.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Error);
  expect(isDatabaseAway(refused)).toBe(false);
});
