import { setTimeout as sleep } from 'node:timers/promises';
import { type CampaignCounts, countCampaign, findCampaign } from '@hikyaku/campaign';
import { type TenantScope, withTenant } from '@hikyaku/db';
import type { Ground } from '../open-ground.ts';

const EVERY_MS = 100;
const STUCK_AFTER_MS = 60_000;

export type Watched = {
  /** From the first outcome to the last, as the ledger saw them. */
  readonly perSecond: number;
  /** From the order to send until the last batch was laid out. */
  readonly planSeconds: number;
  readonly counts: CampaignCounts;
};

const finals = (counts: CampaignCounts): number =>
  counts.delivered + counts.bounced + counts.expired + counts.suppressed + counts.canceled + counts.unconfirmed;

/** Looks on until everybody's state is final. Throws when a minute brings nothing, or the states do not add up. */
export async function watchCampaign({ app }: Ground, scope: TenantScope, id: number): Promise<Watched> {
  const ordered = performance.now();
  let planSeconds = 0;
  let first: { at: number; done: number } | undefined;
  let last = { at: ordered, done: 0 };
  for (;;) {
    const [counts, status] = await withTenant(app, scope, async (sql) => [
      (await countCampaign(sql, id))!,
      (await findCampaign(sql, id))!.status,
    ]);
    const now = performance.now();
    const done = finals(counts);
    if (done + counts.queued + counts.sending + counts.deferred !== counts.planned) {
      throw new Error(`the states do not add up to planned: ${JSON.stringify(counts)}`);
    }
    if (planSeconds === 0 && status !== 'planning') planSeconds = (now - ordered) / 1_000;
    if (done > 0) first ??= { at: now, done };
    if (done > last.done) last = { at: now, done };
    if (done === counts.planned && planSeconds > 0) {
      const perSecond = ((last.done - first!.done) / Math.max(1, last.at - first!.at)) * 1_000;
      return { perSecond, planSeconds, counts };
    }
    if (now - last.at > STUCK_AFTER_MS) throw new Error(`nothing moves any more: ${JSON.stringify(counts)}`);
    await sleep(EVERY_MS);
  }
}
