import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepCampaigns } from './sweep-campaigns.ts';
import { openPools, WORLD } from './testing/open-pools.ts';
import { seedCampaign } from './testing/seed-campaign.ts';

let db: Awaited<ReturnType<typeof openPools>>;
beforeAll(async () => {
  db = await openPools();
});
afterAll(() => db.close());

test('a campaign that fails at each sweep keeps no other from being laid out, canceled or completed', async () => {
  const seeds = await Promise.all(Array.from({ length: 6 }, () => seedCampaign(db.owner, { people: 3 })));
  const ids = seeds.map((seed) => seed.campaignId).sort((a, b) => a - b);
  const [sickPlan, plan, sickCancel, cancel, sickEnd, end] = ids;
  const sick = [sickPlan, sickCancel, sickEnd];
  await db.owner.query(
    `UPDATE campaigns SET updated_at = now() - interval '1 minute', status = CASE WHEN id = ANY ($1) THEN 'canceled' ELSE status END`,
    [[sickCancel, cancel]],
  );
  await db.owner.query(`UPDATE campaigns SET status = 'sending' WHERE id = ANY ($1)`, [[sickEnd, end]]);
  await db.owner.query('DELETE FROM campaign_chunks WHERE campaign_id = ANY ($1)', [[sickEnd, end]]);
  await db.owner.query('DELETE FROM campaign_deltas WHERE campaign_id = ANY ($1)', [[sickEnd, end]]);
  await db.owner.query(
    "CREATE FUNCTION fall_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'sick'; END $$",
  );
  await db.owner.query(
    `CREATE TRIGGER sick BEFORE UPDATE ON campaigns FOR EACH ROW WHEN (OLD.id IN (${sick.join(', ')})) EXECUTE FUNCTION fall_over()`,
  );
  await expect(sweepCampaigns(db.engine, WORLD, async () => {})).rejects.toThrow('a sweep of the campaigns failed');
  const rows = await db.owner.query<{ id: number; status: string; over: boolean }>(
    'SELECT id, status, completed_at IS NOT NULL AS over FROM campaigns WHERE id = ANY ($1) ORDER BY id',
    [[plan, cancel, end]],
  );
  expect(rows).toEqual([
    { id: plan, status: 'sending', over: false },
    { id: cancel, status: 'canceled', over: true },
    { id: end, status: 'completed', over: true },
  ]);
});
