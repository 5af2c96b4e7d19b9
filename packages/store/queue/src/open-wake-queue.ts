import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { openLater } from './open-later.ts';
import type { QueueConnection } from './open-queue-connection.ts';
import { within } from './within.ts';

/**
 * `delayMs`: the wake-up waits in this process; the earliest of a key wins and the end of the process forgets it.
 * `priority`: 0 (default) before 1 before 2, and so on.
 */
export type WakeOptions = { readonly delayMs?: number; readonly priority?: number };

export type Wake<T> = { readonly key: string; readonly data: T; readonly options?: WakeOptions };

export type WakeQueue<T> = {
  /**
   * Asks that `key` be run. What is waiting already covers the wake-up; what is running leads to one more run after
   * it, with the newest data. False when the queue cannot be reached: a wake-up is a hint, and the sweeper makes good
   * what was lost, so the caller has nothing to undo.
   */
  wake(key: string, data: T, options?: WakeOptions): Promise<boolean>;
  /** The same for many, in one round trip. */
  wakeMany(wakes: readonly Wake<T>[]): Promise<boolean>;
  close(): Promise<void>;
};

const ADD_WITHIN_MS = 2_000;

/** Nobody reads BullMQ's event stream here; it would otherwise keep 10,000. */
const KEPT_EVENTS = 100;

export function openWakeQueue<T>(connection: QueueConnection, name: string): WakeQueue<T> {
  const { log } = connection;
  const queue = new Queue<T, unknown, string>(
    name,
    {
      connection: connection.connection,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
      streams: { events: { maxLen: KEPT_EVENTS } },
    },
    connection.factory,
  );
  queue.on('error', (error) => log.warn({ err: error, queue: name }, 'the queue reported an error'));
  const later = openLater<Wake<T>>((wake) => void add([wake]));

  async function add(wakes: readonly Wake<T>[]): Promise<boolean> {
    if (wakes.length === 0) return true;
    if (connection.isAway()) return false;
    try {
      await within(ADD_WITHIN_MS, queue.addBulk(wakes.map(toJob) as Parameters<typeof queue.addBulk>[0]));
      return true;
    } catch (error) {
      log.warn({ err: error, queue: name, count: wakes.length }, 'wake-ups could not be queued');
      return false;
    }
  }

  const wakeMany = (wakes: readonly Wake<T>[]) => {
    for (const wake of wakes.filter(isDelayed)) later.set(wake.key, wake, wake.options?.delayMs ?? 0);
    return add(wakes.filter((wake) => !isDelayed(wake)));
  };

  return {
    wake: (key, data, options = {}) => wakeMany([{ key, data, options }]),
    wakeMany,
    async close() {
      later.close();
      await queue.close();
    },
  };
}

const isDelayed = (wake: Wake<unknown>) => (wake.options?.delayMs ?? 0) > 0;

const toJob = <T>({ key, data, options }: Wake<T>) => ({
  name: 'wake',
  data,
  opts: {
    // An id of ours: for its own, BullMQ makes a sequence for each queue in Postgres, as which login comes first.
    jobId: randomUUID(),
    priority: options?.priority ?? 0,
    // Without keepLastIfActive an add is dropped silently while the key's job is running.
    deduplication: { id: key, keepLastIfActive: true },
  },
});
