import type { Database } from '@hikyaku/db';
import { alignBatches } from './control/align-batches.ts';
import { sweepCanceled } from './control/sweep-canceled.ts';
import { tripBreakers } from './control/trip-breakers.ts';
import { foldCounts } from './count/fold-counts.ts';
import { settleCompleted } from './count/settle-completed.ts';
import { planCampaign, type WakeSites } from './plan/plan-campaign.ts';
import type { PlanWorld } from './plan/plan-chunk.ts';
import { startScheduled } from './send/start-scheduled.ts';

/**
 * What lost wake-ups and the clock ask for, every few seconds: begins scheduled campaigns, goes on planning, cancels what
 * is left in canceled ones, folds counts, trips breakers, completes. Any number of programs may run it at once.
 */
export async function sweepCampaigns(engine: Database, world: PlanWorld, wakeSites: WakeSites): Promise<void> {
  await startScheduled(engine);
  const unplanned = await engine.query<{ id: number }>(
    `SELECT id FROM campaigns c WHERE status IN ('planning', 'paused', 'canceled') AND completed_at IS NULL
       AND (status = 'planning' OR EXISTS (SELECT 1 FROM campaign_chunks k WHERE k.campaign_id = c.id)) ORDER BY id`,
  );
  for (const { id } of unplanned) await planCampaign(engine, world, id, wakeSites);
  const canceled = await engine.query<{ id: number }>(
    `SELECT id FROM campaigns WHERE status = 'canceled' AND completed_at IS NULL ORDER BY id`,
  );
  for (const { id } of canceled) await sweepCanceled(engine, id);
  const released = await alignBatches(engine);
  if (released.length > 0) await wakeSites(released);
  await tripBreakers(engine);
  await settleCompleted(engine);
  await foldCounts(engine);
}
