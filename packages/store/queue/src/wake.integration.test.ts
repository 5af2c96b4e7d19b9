import { openTestDatabase, type TestDatabase, testRedisUrl } from '@hikyaku/db/testing';
import { silentLog } from '@hikyaku/log';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { migrateQueue } from './migrate-queue.ts';
import { openQueueConnection, type QueueConnection } from './open-queue-connection.ts';
import { openWakeQueue } from './open-wake-queue.ts';
import { openWakeWorker, type Run } from './open-wake-worker.ts';

type Work = { n: number };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  // Twice and at once, as two programs that start together would.
  await Promise.all([migrateQueue(database.ownerUrl), migrateQueue(database.ownerUrl)]);
});
afterAll(() => database.close());

/** A promise that the test settles. */
const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

describe.each(['postgres', 'redis'] as const)('wake-ups in %s', (backend) => {
  let connection: QueueConnection;
  let closing: (() => Promise<unknown>)[] = [];
  let round = 0;
  let name = '';

  beforeAll(async () => {
    if (backend === 'redis' && !testRedisUrl()) return;
    connection = await openQueueConnection({
      redisUrl: backend === 'redis' ? testRedisUrl() : undefined,
      databaseUrl: database.engineUrl,
      maxConnections: 40,
      log: silentLog(),
    });
  });
  afterAll(() => connection?.close());
  beforeEach(({ skip }) => {
    if (!connection) skip('no redis-server');
    name = `test-${backend}-${++round}`;
  });
  afterEach(async () => {
    for (const close of closing.toReversed()) await close();
    closing = [];
  });

  const openQueue = () => {
    const queue = openWakeQueue<Work>(connection, name);
    closing.push(() => queue.close());
    return queue;
  };
  const openWorker = (run: Run<Work>, concurrency = 4) => {
    const worker = openWakeWorker<Work>(connection, name, { concurrency, run, log: silentLog() });
    closing.push(() => worker.close());
    return worker;
  };

  test('a wake-up that arrives while its key runs leads to one more run after it, with the newest data', async () => {
    const queue = openQueue();
    const ran: number[] = [];
    const first = gate();
    const started = gate();
    openWorker(async ({ n }) => {
      ran.push(n);
      started.open();
      if (n === 1) await first.opened;
    });
    await queue.wake('key', { n: 1 });
    await started.opened;
    await queue.wake('key', { n: 2 });
    await queue.wakeMany([{ key: 'key', data: { n: 3 } }]);
    expect(ran).toEqual([1]);
    first.open();
    await vi.waitFor(() => expect(ran).toEqual([1, 3]));
    await queue.wake('key', { n: 4 });
    await vi.waitFor(() => expect(ran).toEqual([1, 3, 4]));
  });

  test('many wake-ups of a waiting key are one run', async () => {
    const queue = openQueue();
    await queue.wakeMany([1, 2, 3].map((n) => ({ key: 'key', data: { n } })));
    await queue.wake('key', { n: 4 });
    await queue.wake('last', { n: 9 });
    const ran: string[] = [];
    openWorker(async (_, key) => void ran.push(key), 1);
    await vi.waitFor(() => expect(ran).toEqual(['key', 'last']));
  });

  test('a run that fails is not repeated, and its key can be woken again', async () => {
    const queue = openQueue();
    const ran: number[] = [];
    openWorker(async ({ n }) => {
      ran.push(n);
      if (n === 1) throw new Error('a fault');
    });
    await queue.wake('key', { n: 1 });
    await vi.waitFor(() => expect(ran).toEqual([1]));
    await queue.wake('key', { n: 2 });
    await vi.waitFor(() => expect(ran).toEqual([1, 2]));
  });

  test('a wake-up during a run that fails is not lost', async () => {
    const queue = openQueue();
    const ran: number[] = [];
    const fail = gate();
    openWorker(async ({ n }) => {
      ran.push(n);
      if (n > 1) return;
      await fail.opened;
      throw new Error('a fault');
    });
    await queue.wake('key', { n: 1 });
    await vi.waitFor(() => expect(ran).toEqual([1]));
    await queue.wake('key', { n: 2 });
    fail.open();
    await vi.waitFor(() => expect(ran).toEqual([1, 2]));
  });

  test('a run that asks for another gets it, at once or later', async () => {
    const queue = openQueue();
    let runs = 0;
    openWorker(async () => {
      runs += 1;
      if (runs === 1) return { again: true };
      if (runs === 2) return { again: true, delayMs: 20 };
    });
    await queue.wake('key', { n: 1 });
    await vi.waitFor(() => expect(runs).toBe(3));
  });

  test('a wake-up now does not wait for a delayed one of its key', async () => {
    const queue = openQueue();
    const ran: number[] = [];
    openWorker(async ({ n }) => void ran.push(n));
    await queue.wake('key', { n: 1 }, { delayMs: 3_600_000 });
    await queue.wake('key', { n: 2 });
    await vi.waitFor(() => expect(ran).toEqual([2]));
    await queue.wake('key', { n: 3 }, { delayMs: 10 });
    await vi.waitFor(() => expect(ran).toEqual([2, 3]));
  });

  test('a key of a lower priority number goes first', async () => {
    const queue = openQueue();
    await queue.wakeMany([
      { key: 'bulk', data: { n: 1 }, options: { priority: 10 } },
      { key: 'reset', data: { n: 2 }, options: { priority: 1 } },
      { key: 'first', data: { n: 3 } },
    ]);
    const ran: string[] = [];
    openWorker(async (_, key) => void ran.push(key), 1);
    await vi.waitFor(() => expect(ran).toEqual(['first', 'reset', 'bulk']));
  });

  test('two workers share the keys, and a key is never in both', async () => {
    const queue = openQueue();
    const busy = new Set<string>();
    let runs = 0;
    let clashes = 0;
    const run = async (_: Work, key: string) => {
      if (busy.has(key)) clashes += 1;
      busy.add(key);
      await new Promise((resolve) => setImmediate(resolve));
      busy.delete(key);
      runs += 1;
    };
    openWorker(run);
    openWorker(run);
    const keys = Array.from({ length: 20 }, (_, i) => ({ key: `key ${i % 10}`, data: { n: i } }));
    for (const wake of keys) await queue.wake(wake.key, wake.data);
    await queue.wake('end', { n: 0 });
    await vi.waitFor(async () => {
      expect(busy.size).toBe(0);
      expect(runs).toBeGreaterThanOrEqual(11);
    });
    expect(clashes).toBe(0);
  });

  test('a worker that closes waits for what runs and leaves the rest for the next', async () => {
    const queue = openQueue();
    const ran: number[] = [];
    const end = gate();
    const started = gate();
    const first = openWorker(async ({ n }) => {
      started.open();
      await end.opened;
      ran.push(n);
    }, 1);
    await queue.wakeMany([1, 2].map((n) => ({ key: `key ${n}`, data: { n } })));
    await started.opened;
    const closed = first.close();
    end.open();
    await closed;
    expect(ran).toEqual([1]);
    openWorker(async ({ n }) => void ran.push(n));
    await vi.waitFor(() => expect(ran).toEqual([1, 2]));
  });

  test('a run that does not end does not keep the worker from closing', async () => {
    const queue = openQueue();
    const started = gate();
    const never = gate();
    const worker = openWakeWorker<Work>(connection, name, {
      concurrency: 1,
      run: async () => {
        started.open();
        await never.opened;
      },
      log: silentLog(),
    });
    await queue.wake('key', { n: 1 });
    await started.opened;
    await worker.close(10);
    never.open();
  });

  test('the probe answers true', async () => {
    expect(await connection.probe()).toBe(true);
  });
});

test('the login of the dashboard may wake, in Postgres, what the engine runs', async () => {
  const [asApp, asEngine] = await Promise.all(
    [database.appUrl, database.engineUrl].map((databaseUrl) =>
      openQueueConnection({ databaseUrl, maxConnections: 4, log: silentLog() }),
    ),
  );
  const queue = openWakeQueue<Work>(asApp!, 'logins');
  const ran: number[] = [];
  const worker = openWakeWorker<Work>(asEngine!, 'logins', {
    concurrency: 1,
    run: async ({ n }) => void ran.push(n),
    log: silentLog(),
  });
  expect(await queue.wake('key', { n: 1 })).toBe(true);
  await vi.waitFor(() => expect(ran).toEqual([1]));
  await worker.close();
  await queue.close();
  await asApp!.close();
  await asEngine!.close();
});

test('more workers than the connections allow are refused when they are opened', async () => {
  const connection = await openQueueConnection({
    databaseUrl: database.engineUrl,
    maxConnections: 3,
    log: silentLog(),
  });
  const open = () =>
    openWakeWorker(connection, 'budget', { concurrency: 1, run: async () => undefined, log: silentLog() });
  const worker = open();
  expect(open).toThrow('2 workers need 4 connections, the budget is 3');
  await worker.close();
  await connection.close();
});

test('a queue whose tables were never made says so when it is opened', async () => {
  const url = database.ownerUrl.replace(/\/[^/?]+(\?|$)/, '/postgres$1');
  await expect(openQueueConnection({ databaseUrl: url, log: silentLog() })).rejects.toThrow('not initialized');
});
