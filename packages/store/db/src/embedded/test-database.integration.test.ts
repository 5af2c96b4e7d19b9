import { afterAll, expect, test } from 'vitest';
import { openClient } from '../open-database.ts';
import { openTestDatabase, type TestDatabase } from './testing.ts';

const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const database of opened) await database.close();
});
const open = async () => {
  const database = await openTestDatabase();
  opened.push(database);
  return database;
};
const ask = async (url: string, sql: string) => {
  const db = await openClient(url);
  try {
    return await db.query<Record<string, unknown>>(sql);
  } finally {
    await db.end();
  }
};

test('every test file gets a migrated database that no other file sees', async () => {
  const [one, two] = [await open(), await open()];
  await ask(one.ownerUrl, 'CREATE TABLE mine (n int)');
  expect(await ask(one.ownerUrl, `SELECT to_regclass('mine') IS NOT NULL AS there`)).toEqual([{ there: true }]);
  expect(await ask(two.ownerUrl, `SELECT to_regclass('mine') IS NOT NULL AS there`)).toEqual([{ there: false }]);
  expect((await ask(two.ownerUrl, 'SELECT migration_name FROM _prisma_migrations')).length).toBeGreaterThan(0);
});

test('no login of the product is a superuser or passes by row level security', async () => {
  const { appUrl, engineUrl, ownerUrl } = await open();
  for (const url of [appUrl, engineUrl, ownerUrl]) {
    const rows = await ask(url, 'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user');
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
  }
});

test('a wrong password is refused on loopback too', async () => {
  const { appUrl } = await open();
  const wrong = Object.assign(new URL(appUrl), { password: 'wrong' }).href;
  await expect(ask(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('trigram search sees Japanese', async () => {
  const { superUrl } = await open();
  await ask(superUrl, 'CREATE EXTENSION IF NOT EXISTS pg_trgm');
  expect(await ask(superUrl, `SELECT similarity('東京都渋谷区', '東京都新宿区') > 0 AS seen`)).toEqual([
    { seen: true },
  ]);
});
