import { type Database, openDatabase } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase, testRedisUrl } from '@hikyaku/db/testing';
import { silentLog } from '@hikyaku/log';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openMemoryLimits } from './limits.memory.ts';
import type { Limits } from './limits.ts';
import { openLimits } from './open-limits.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
let database: TestDatabase;
let sql: Database;
let now = NOON;
let round = 0;
const clock = () => now;
const opened: Limits[] = [];

const stores = {
  memory: () => openMemoryLimits(clock),
  postgres: () => openLimits({ sql, log: silentLog(), clock }),
  redis: () => openLimits({ redisUrl: testRedisUrl(), sql, log: silentLog(), clock }),
};

beforeAll(async () => {
  database = await openTestDatabase();
  sql = openDatabase({ url: database.engineUrl, max: 8, name: 'limits test' });
});
afterAll(async () => {
  for (const limits of opened) await limits.close();
  await sql.close();
  await database.close();
});

const open = (store: keyof typeof stores) => {
  const limits = stores[store]();
  opened.push(limits);
  return limits;
};

describe.each(Object.keys(stores) as (keyof typeof stores)[])('limits in %s', (store) => {
  let key = '';
  let limits: Limits;
  beforeEach(({ skip }) => {
    if (store === 'redis' && !testRedisUrl()) skip('no redis-server');
    now = NOON;
    key = `${store}:${++round}`;
    limits ??= open(store);
  });

  test('a block of permits is cut to the burst, and the wait names the next permit', async () => {
    const rate = { perSecond: 10, burst: 5 };
    expect(await limits.takePermits(key, rate, 3)).toEqual({ granted: 3, waitMs: 0 });
    expect(await limits.takePermits(key, rate, 3)).toEqual({ granted: 2, waitMs: 100 });
    expect(await limits.takePermits(key, rate, 1)).toEqual({ granted: 0, waitMs: 100 });
    now += 60;
    expect(await limits.takePermits(key, rate, 1)).toEqual({ granted: 0, waitMs: 40 });
    now += 40;
    expect(await limits.takePermits(key, rate, 1)).toEqual({ granted: 1, waitMs: 0 });
  });

  test('after any rest no more than the burst is granted at once', async () => {
    const rate = { perSecond: 3, burst: 7 };
    await limits.takePermits(key, rate, 7);
    now += 3_600_000;
    expect((await limits.takePermits(key, rate, 100)).granted).toBe(7);
  });

  test('a rate of less than one a second, and one of many, are kept to the permit', async () => {
    for (const rate of [
      { perSecond: 1 / 60, burst: 1 },
      { perSecond: 2_777.7, burst: 500 },
    ]) {
      const name = `${key}:${rate.burst}`;
      const spanMs = (rate.burst * 4_000) / rate.perSecond;
      const from = now;
      let granted = 0;
      while (now < from + spanMs) {
        granted += (await limits.takePermits(name, rate, 200)).granted;
        now += spanMs / 40;
      }
      const allowed = rate.burst + ((now - from) * rate.perSecond) / 1_000;
      expect(granted).toBeLessThanOrEqual(allowed);
      expect(granted).toBeGreaterThanOrEqual(allowed * 0.9 - 1);
    }
  });

  test('every answer is the one of the reference, whatever was asked before', async () => {
    const reference = openMemoryLimits(clock);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let step = 0; step < 80; step++) {
      const rate = { perSecond: (1 + random(3_000)) / 7, burst: 1 + random(40) };
      const want = 1 + random(30);
      now += random(50);
      expect(await limits.takePermits(key, rate, want)).toEqual(await reference.takePermits(key, rate, want));
    }
  });

  test('keys do not limit each other', async () => {
    const rate = { perSecond: 1, burst: 1 };
    expect((await limits.takePermits(`${key}:a`, rate, 1)).granted).toBe(1);
    expect((await limits.takePermits(`${key}:b`, rate, 1)).granted).toBe(1);
  });

  test('callers at the same moment get the burst between them and not one more', async () => {
    const other = store === 'memory' ? limits : open(store);
    const rate = { perSecond: 1, burst: 50 };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? limits : other).takePermits(key, rate, 3)),
    );
    expect(answers.reduce((sum, answer) => sum + answer.granted, 0)).toBe(50);
  });

  test('a lease is refused above the limit until one is released', async () => {
    const terms = { limit: 2, ttlMs: 10_000 };
    expect(await limits.acquireLease(key, terms, 'a')).toEqual({ ok: true });
    now += 1_000;
    expect(await limits.acquireLease(key, terms, 'b')).toEqual({ ok: true });
    expect(await limits.acquireLease(key, terms, 'c')).toEqual({ ok: false, waitMs: 9_000 });
    expect(await limits.countLeases(key)).toBe(2);
    await limits.releaseLease(key, 'b');
    expect(await limits.acquireLease(key, terms, 'c')).toEqual({ ok: true });
  });

  test('a holder that asks again keeps its one lease, and it lives from then', async () => {
    const terms = { limit: 1, ttlMs: 10_000 };
    await limits.acquireLease(key, terms, 'a');
    now += 9_000;
    expect(await limits.acquireLease(key, terms, 'a')).toEqual({ ok: true });
    now += 9_000;
    expect(await limits.countLeases(key)).toBe(1);
  });

  test('a lease that is not renewed expires, and its holder hears of it', async () => {
    const terms = { limit: 1, ttlMs: 10_000 };
    await limits.acquireLease(key, terms, 'a');
    now += 9_000;
    expect(await limits.renewLease(key, 'a', 10_000)).toBe(true);
    now += 10_000;
    expect(await limits.acquireLease(key, terms, 'b')).toEqual({ ok: true });
    expect(await limits.renewLease(key, 'a', 10_000)).toBe(false);
    expect(await limits.countLeases(key)).toBe(1);
  });

  test('a limit that was lowered lets nobody in until enough have left', async () => {
    for (const holder of ['a', 'b', 'c']) await limits.acquireLease(key, { limit: 3, ttlMs: 10_000 }, holder);
    await limits.releaseLease(key, 'a');
    expect((await limits.acquireLease(key, { limit: 2, ttlMs: 10_000 }, 'd')).ok).toBe(false);
    expect((await limits.acquireLease(`${key}:none`, { limit: 0, ttlMs: 10_000 }, 'd')).ok).toBe(false);
  });

  test('of many who ask at the same moment exactly as many as the limit hold a lease', async () => {
    const other = store === 'memory' ? limits : open(store);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? limits : other).acquireLease(key, { limit: 7, ttlMs: 10_000 }, `holder ${i}`),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(7);
    expect(await limits.countLeases(key)).toBe(7);
  });

  test('what was swept is as if it had never been asked', async () => {
    await limits.takePermits(key, { perSecond: 1, burst: 5 }, 5);
    await limits.acquireLease(key, { limit: 1, ttlMs: 1_000 }, 'a');
    now += 60_000;
    const gone = await limits.sweep();
    if (store !== 'redis') expect(gone).toBeGreaterThanOrEqual(2);
    expect((await limits.takePermits(key, { perSecond: 1, burst: 5 }, 9)).granted).toBe(5);
    expect(await limits.countLeases(key)).toBe(0);
  });
});

describe.each(['postgres', 'redis'] as const)("limits by %s's own clock", (store) => {
  test('count the time that passes there', async ({ skip }) => {
    if (store === 'redis' && !testRedisUrl()) skip('no redis-server');
    const limits = openLimits({
      redisUrl: store === 'redis' ? testRedisUrl() : undefined,
      sql,
      log: silentLog(),
    });
    opened.push(limits);
    const key = `own:${store}`;
    expect(await limits.takePermits(key, { perSecond: 1 / 3_600, burst: 2 }, 3)).toMatchObject({ granted: 2 });
    expect(await limits.acquireLease(key, { limit: 1, ttlMs: 3_600_000 }, 'a')).toEqual({ ok: true });
    expect(await limits.renewLease(key, 'a', 3_600_000)).toBe(true);
    expect(await limits.acquireLease(key, { limit: 1, ttlMs: 3_600_000 }, 'b')).toMatchObject({ ok: false });
  });
});
