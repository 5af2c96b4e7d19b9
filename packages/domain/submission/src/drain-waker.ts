import { randomBytes } from 'node:crypto';
import { openWakeQueue, type QueueConnection } from '@hikyaku/queue';
import type { DueSite } from './keep-mails.ts';

/** One drain: sites to empty one after the other (one, or a tail of small ones), and which of the site's connections it is. */
export type DrainJob = { readonly siteIds: readonly number[]; readonly stream: number; readonly slot: number };

export const DRAIN_QUEUES = ['drain-transactional', 'drain-bulk'] as const;

export type DrainWaker = {
  /** Wakes one drain for each site. False when the queue could not be told: the sweeper will. */
  wake(due: readonly DueSite[]): Promise<boolean>;
  wakeJobs(jobs: readonly (DrainJob & { readonly delayMs?: number })[]): Promise<boolean>;
  close(): Promise<void>;
};

/** Tells the MTA which sites have due mail. */
export function openDrainWaker(connection: QueueConnection): DrainWaker {
  const queues = DRAIN_QUEUES.map((name) => openWakeQueue<DrainJob>(connection, name));
  // A key whose worker was killed is blocked until its job counts as stalled. A program that starts anew must not wait
  // for that, so its keys are its own; how many connections a site gets is the leases' affair, not the keys'.
  const origin = randomBytes(3).toString('hex');
  const keyOf = (job: DrainJob) =>
    `${job.siteIds.length > 1 ? 'tail-' : ''}${job.siteIds[0]}:${job.stream}:${job.slot}:${origin}`;
  const wakeJobs: DrainWaker['wakeJobs'] = async (jobs) => {
    const told = await Promise.all(
      queues.map((queue, stream) =>
        queue.wakeMany(
          jobs
            .filter((job) => job.stream === stream)
            .map(({ delayMs, ...data }) => ({ key: keyOf(data), data, options: { delayMs } })),
        ),
      ),
    );
    return told.every(Boolean);
  };
  return {
    wake: (due) => wakeJobs(due.map(({ siteId, stream }) => ({ siteIds: [siteId], stream, slot: 0 }))),
    wakeJobs,
    close: async () => void (await Promise.all(queues.map((queue) => queue.close()))),
  };
}
