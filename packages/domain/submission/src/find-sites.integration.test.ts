import { parseRoutes } from '@hikyaku/config';
import { type Database, openDatabase } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSites } from './find-sites.ts';

let db: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await openTestDatabase();
  db = openDatabase({ url: database.engineUrl, max: 2, name: 'find-sites test' });
  drop = database.close;
});
afterAll(async () => {
  await db.close();
  await drop();
});

async function keysOf(routes: string, domains: readonly string[]) {
  const parsed = parseRoutes(routes);
  if (!parsed.ok) throw new Error(parsed.reason);
  const world = { routes: parsed.routes, platformDomain: 'hikyaku.test', bounceDomain: 'bounces.hikyaku.test' };
  const sites = await findSites(db, world, domains);
  const rows = await db.query<{ id: number; key: string }>('SELECT id, key FROM sites');
  const keys = new Map(rows.map((row) => [row.id, row.key]));
  return domains.map((domain) => keys.get(sites.get(domain)!));
}

test('a domain that nobody knows starts as a site of its own; ours is local', async () => {
  expect(await keysOf('', ['a.example', 'hikyaku.test'])).toEqual(['domain:a.example', 'local']);
});

test('a smart host for all takes what would leave, and not the mail to our own domains', async () => {
  expect(await keysOf('*=127.0.0.1:2600', ['a.example', 'hikyaku.test', 'bounces.hikyaku.test'])).toEqual([
    'route:127.0.0.1:2600',
    'local',
    'local',
  ]);
});

test('a route that names a domain wins over everything, ours included', async () => {
  expect(await keysOf('hikyaku.test=127.0.0.1:2601,*=127.0.0.1:2600', ['hikyaku.test'])).toEqual([
    'route:127.0.0.1:2601',
  ]);
});
