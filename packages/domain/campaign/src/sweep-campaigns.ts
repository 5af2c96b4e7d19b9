import type { Database } from '@hikyaku/db';
import { alignBatches } from './control/align-batches.ts';
import { sweepCanceled } from './control/sweep-canceled.ts';
import { tripBreakers } from './control/trip-breakers.ts';
import { foldCounts } from './count/fold-counts.ts';
import { settleCompleted } from './count/settle-completed.ts';
import { planCampaign, type WakeSites } from './plan/plan-campaign.ts';
import type { PlanWorld } from './plan/plan-chunk.ts';
import { runApart } from './run-apart.ts';
import { startScheduled } from './send/start-scheduled.ts';

/** A campaign that moved within this time has a planner: the sweep leaves it alone. */
const QUIET_SECONDS = 5;

/**
 * What lost wake-ups and the clock ask for, every few seconds: begins scheduled campaigns, goes on planning, cancels what
 * is left in canceled ones, trips breakers, completes, folds counts. Any number of programs may run it at once. A step or a
 * campaign that fails keeps no other from its turn; their errors are thrown together at the end.
 */
export async function sweepCampaigns(engine: Database, world: PlanWorld, wakeSites: WakeSites): Promise<void> {
  const plan = (id: number) => planCampaign(engine, world, id, wakeSites);
  const steps = [
    () => startScheduled(engine, plan),
    async () => runApart(await listUnplanned(engine), 'campaigns could not be planned', plan),
    async () =>
      runApart(await listCanceled(engine), 'campaigns could not be canceled', (id) => sweepCanceled(engine, id)),
    async () => {
      const released = await alignBatches(engine);
      if (released.length > 0) await wakeSites(released);
    },
    () => tripBreakers(engine),
    () => settleCompleted(engine),
    () => foldCounts(engine),
  ];
  await runApart<() => Promise<unknown>>(steps, 'a sweep of the campaigns failed', (step) => step());
}

/** What of it goes on while a restored backup is held: nothing begins, is laid out or released. */
export async function sweepHeldCampaigns(engine: Database): Promise<void> {
  const steps = [
    async () =>
      runApart(await listCanceled(engine), 'campaigns could not be canceled', (id) => sweepCanceled(engine, id)),
    () => settleCompleted(engine),
    () => foldCounts(engine),
  ];
  await runApart<() => Promise<unknown>>(steps, 'a sweep of the held campaigns failed', (step) => step());
}

async function listUnplanned(engine: Database): Promise<number[]> {
  const rows = await engine.query<{ id: number }>(
    `SELECT id FROM campaigns c WHERE status IN ('planning', 'paused', 'canceled') AND completed_at IS NULL
       AND updated_at < now() - make_interval(secs => ${QUIET_SECONDS})
       AND (status = 'planning' OR EXISTS (SELECT 1 FROM campaign_chunks k WHERE k.campaign_id = c.id)) ORDER BY id`,
  );
  return rows.map((row) => row.id);
}

async function listCanceled(engine: Database): Promise<number[]> {
  const rows = await engine.query<{ id: number }>(
    `SELECT id FROM campaigns WHERE status = 'canceled' AND completed_at IS NULL ORDER BY id`,
  );
  return rows.map((row) => row.id);
}
