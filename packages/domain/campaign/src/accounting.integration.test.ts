import { mintTenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLedger } from './audit/audit-ledger.ts';
import { cancelCampaign } from './control/cancel-campaign.ts';
import { pauseCampaign } from './control/pause-campaign.ts';
import { resumeCampaign } from './control/resume-campaign.ts';
import { sweepCanceled } from './control/sweep-canceled.ts';
import { countCampaign } from './count/count-campaign.ts';
import { foldCounts } from './count/fold-counts.ts';
import { settleCompleted } from './count/settle-completed.ts';
import { planChunk } from './plan/plan-chunk.ts';
import { drain } from './testing/drain.ts';
import { openPools, WORLD } from './testing/open-pools.ts';
import { seedCampaign } from './testing/seed-campaign.ts';

let db: Awaited<ReturnType<typeof openPools>>;
beforeAll(async () => {
  db = await openPools();
});
afterAll(() => db.close());

type Step =
  | 'plan'
  | 'claim'
  | 'gather'
  | 'release'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'sweep'
  | 'fold'
  | 'complete'
  | { readonly settle: 1 | 2 | 3; readonly count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step>('plan', 'claim', 'claim', 'gather', 'release') },
  {
    weight: 3,
    arbitrary: fc.record({
      settle: fc.constantFrom(1, 2, 3),
      count: fc.integer({ min: 1, max: 8 }),
    }) as fc.Arbitrary<Step>,
  },
  { weight: 2, arbitrary: fc.constantFrom<Step>('pause', 'resume', 'resume', 'sweep', 'fold', 'complete') },
  { weight: 1, arbitrary: fc.constant<Step>('cancel') },
);

test('whatever happens in whatever order, everybody planned is counted in exactly one state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), async (steps) => {
      const { campaignId, tenantId } = await seedCampaign(db.owner, { people: 40, domains: 3, chunkSize: 15 });
      const inside = <T>(run: (sql: TenantSql) => Promise<T>) =>
        withTenant(db.app, mintTenantScope(tenantId, 'user:1'), run);
      const claimed: number[] = [];
      const world = { ...WORLD, batchSize: () => 6 };
      const take = (id: number | null) => id !== null && claimed.push(id);
      for (const next of steps) {
        if (typeof next === 'object') {
          const batch = claimed.at(-1);
          if (batch) await db.engine.transaction((sql) => drain.settle(sql, batch, next.settle, next.count));
        } else if (next === 'plan') await planChunk(db.engine, world, campaignId);
        else if (next === 'claim') take(await db.engine.transaction((sql) => drain.claim(sql, campaignId)));
        else if (next === 'gather') take(await db.engine.transaction((sql) => drain.gather(sql, campaignId)));
        else if (next === 'release') await db.engine.transaction((sql) => drain.release(sql, claimed.pop() ?? 0));
        else if (next === 'pause') await inside((sql) => pauseCampaign(sql, campaignId));
        else if (next === 'resume') await inside((sql) => resumeCampaign(sql, campaignId));
        else if (next === 'cancel') await inside((sql) => cancelCampaign(sql, campaignId));
        else if (next === 'sweep') await sweepCanceled(db.engine, campaignId);
        else if (next === 'fold') await foldCounts(db.engine);
        else await settleCompleted(db.engine);
        const counts = (await inside((sql) => countCampaign(sql, campaignId)))!;
        const { planned, opened, clicked, complained, unsubscribed, ...states } = counts;
        expect([next, Object.values(states).reduce((sum, n) => sum + n, 0)]).toEqual([next, 40]);
        expect(Object.values(states).every((n) => n >= 0)).toBe(true);
        expect([next, await auditLedger(db.engine)]).toEqual([next, []]);
      }
      // Over: nothing of a canceled campaign stays open once the batches are back.
      for (const batch of claimed) await db.engine.transaction((sql) => drain.release(sql, batch));
      await inside((sql) => cancelCampaign(sql, campaignId));
      for (let more = true; more; ) more = (await planChunk(db.engine, world, campaignId)).more;
      await sweepCanceled(db.engine, campaignId);
      const last = (await inside((sql) => countCampaign(sql, campaignId)))!;
      expect(last.queued + last.sending + last.deferred).toBe(0);
      await settleCompleted(db.engine);
      expect(await auditLedger(db.engine)).toEqual([]);
    }),
    { seed: 7, numRuns: 8 },
  );
});

test('folding beside writers and other folders loses and doubles nothing', async () => {
  const { campaignId, tenantId } = await seedCampaign(db.owner, { people: 1 });
  const write = Array.from({ length: 30 }, () =>
    db.engine.query('INSERT INTO campaign_deltas (tenant_id, campaign_id, opened) VALUES ($1, $2, 1)', [
      tenantId,
      campaignId,
    ]),
  );
  const fold = Array.from({ length: 8 }, () => foldCounts(db.engine));
  await Promise.all([...write, ...fold]);
  const count = () => withTenant(db.app, mintTenantScope(tenantId, 'user:1'), (sql) => countCampaign(sql, campaignId));
  expect((await count())!.opened).toBe(30);
  while ((await foldCounts(db.engine)) > 0);
  expect(await db.engine.query('SELECT id FROM campaign_deltas')).toEqual([]);
  expect((await count())!.opened).toBe(30);
});
