import { BATCH_MAX, type PlanWorld, planCampaign, sweepCampaigns, sweepHeldCampaigns } from '@hikyaku/campaign';
import type { Config } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import type { Egress } from '@hikyaku/egress';
import type { Log } from '@hikyaku/log';
import { openWakeWorker, type QueueConnection } from '@hikyaku/queue';

/** Five seconds of a site's permitted rate: what a batch holds while it waits must not wait long. */
const BATCH_SECONDS = 5;

export type Planner = { sweep(): Promise<void>; close(): Promise<void> };

/** Lays frozen audiences out into batches, as campaigns are sent, and wakes the drains of their sites. */
export function openPlanner(parts: {
  config: Config;
  db: Database;
  queue: QueueConnection;
  egress: Egress;
  log: Log;
}): Planner {
  const { config, db, queue, egress, log } = parts;
  const world: PlanWorld = {
    ...config,
    batchSize({ key, domains }) {
      const { perSecond } = egress.shaping.limitsOf({ key, mx: [] }, domains[0]);
      return perSecond ? Math.max(1, Math.floor(perSecond * BATCH_SECONDS)) : BATCH_MAX;
    },
  };
  const worker = openWakeWorker<{ campaignId: number }>(queue, 'plan', {
    concurrency: 2,
    run: async ({ campaignId }) => {
      if (!egress.hold()) await planCampaign(db, world, campaignId, egress.wakeSites);
    },
    log,
  });
  return {
    sweep: () => (egress.hold() ? sweepHeldCampaigns(db) : sweepCampaigns(db, world, egress.wakeSites)),
    close: () => worker.close(),
  };
}
