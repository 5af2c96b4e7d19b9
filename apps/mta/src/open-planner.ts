import { BATCH_MAX, type PlanWorld, planCampaign, sweepCampaigns, sweepHeldCampaigns } from '@hikyaku/campaign';
import type { Config } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import { type Egress, keepForecast, keepForecasts } from '@hikyaku/egress';
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
  const forecasting = { shaping: egress.shaping, egressIps: config.egressIps };
  const worker = openWakeWorker<{ campaignId: number }>(queue, 'plan', {
    concurrency: 2,
    run: async ({ campaignId }) => {
      if (egress.hold()) return;
      await planCampaign(db, world, campaignId, egress.wakeSites);
      await keepForecast(db, forecasting, campaignId);
    },
    log,
  });
  return {
    async sweep() {
      if (egress.hold()) return sweepHeldCampaigns(db);
      await sweepCampaigns(db, world, egress.wakeSites);
      await keepForecasts(db, forecasting);
    },
    close: () => worker.close(),
  };
}
