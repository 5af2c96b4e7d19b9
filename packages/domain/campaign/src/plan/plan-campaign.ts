import type { Database } from '@hikyaku/db';
import { sweepCanceled } from '../control/sweep-canceled.ts';
import { type PlanWorld, planChunk } from './plan-chunk.ts';

/** Tells the drains that these sites have ready bulk batches. A lost wake-up is made good by their sweeper. */
export type WakeSites = (siteIds: readonly number[]) => Promise<unknown>;

/**
 * What a wake-up of `plan` does: lays out chunk after chunk, waking the sites of each, so that sending starts with the
 * first one. In a canceled campaign what was laid out is canceled at once.
 */
export async function planCampaign(
  engine: Database,
  world: PlanWorld,
  campaignId: number,
  wakeSites: WakeSites,
): Promise<void> {
  for (let more = true; more; ) {
    const planned = await planChunk(engine, world, campaignId);
    if (planned.sites.length > 0) await wakeSites(planned.sites);
    await sweepCanceled(engine, campaignId);
    more = planned.more;
  }
}
