import type { Log } from '@hikyaku/log';
import { type Job, Worker } from 'bullmq';
import type { QueueConnection } from './open-queue-connection.ts';
import { openWakeQueue } from './open-wake-queue.ts';

/** There is more to do for the key: run it again, at once or in `delayMs`. */
export type Again = { readonly again: true; readonly delayMs?: number };

export type Run<T> = (data: T, key: string) => Promise<Again | undefined> | Promise<void>;

export type WakeWorker = {
  /** Takes no more, waits up to `timeoutMs` (default 7,000) for what runs, and lets go. */
  close(timeoutMs?: number): Promise<void>;
};

// The same for every worker of a queue, or one with a longer interval would leave another's dead job alone. A key whose
// worker was killed is run again within 15 s; until then its wake-ups wait behind it.
const LOCK_MS = 10_000;
const STALLED_EVERY_MS = 5_000;

/**
 * Runs what was woken: at most `concurrency` keys at once in this process, and a key in one place at a time, except
 * after this process stood still for longer than its lock of 10 s (so `run` must bear company). A run that throws is
 * logged and not repeated: the sweeper wakes what is still due.
 */
export function openWakeWorker<T>(
  connection: QueueConnection,
  name: string,
  options: { concurrency: number; run: Run<T>; log: Log },
): WakeWorker {
  const { concurrency, run, log } = options;
  connection.reserveWorker(name);
  const queue = openWakeQueue<T>(connection, name);
  const active = new Set<Promise<unknown>>();

  const settle = async (job: Job<T>): Promise<Again | undefined> => {
    try {
      return (await run(job.data, job.deduplicationId ?? '')) ?? undefined;
    } catch (error) {
      log.error({ err: error, queue: name, key: job.deduplicationId }, 'a run failed');
    }
  };

  const process = async (job: Job<T>): Promise<Again | undefined> => {
    const running = settle(job);
    active.add(running);
    try {
      return await running;
    } finally {
      active.delete(running);
    }
  };

  const worker = new Worker<T, Again | undefined>(
    name,
    process,
    {
      connection: connection.connection,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_EVERY_MS,
      // A wake-up is never given up because its workers died (the largest number that Postgres takes here).
      maxStalledCount: 2 ** 31 - 1,
    },
    connection.factory,
  );
  worker.on('error', (error) => log.warn({ err: error, queue: name }, 'the worker reported an error'));
  // After completion, not during the run: then a newer wake-up of the key wins over this one.
  const asked = new Set<Promise<unknown>>();
  worker.on('completed', (job, result) => {
    if (!result) return;
    const wake = queue.wake(job.deduplicationId ?? '', job.data, { delayMs: result.delayMs, priority: job.priority });
    asked.add(wake);
    void wake.finally(() => asked.delete(wake));
  });

  return {
    async close(timeoutMs = 7_000) {
      await worker.pause(true);
      const finished = await settledWithin(timeoutMs, active);
      if (!finished) log.warn({ queue: name, active: active.size }, 'runs were still active at the end');
      await worker.close(!finished);
      await Promise.allSettled(asked);
      await queue.close();
    },
  };
}

async function settledWithin(timeoutMs: number, running: Iterable<Promise<unknown>>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const all = Promise.allSettled([...running]).then(() => true);
  const finished = await Promise.race([all, late]);
  clearTimeout(timer);
  return finished;
}
