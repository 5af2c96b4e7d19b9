import type { Database } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLedger } from '../audit/audit-ledger.ts';
import { openPools, WORLD } from '../testing/open-pools.ts';
import { seedCampaign } from '../testing/seed-campaign.ts';
import { planCampaign } from './plan-campaign.ts';
import { planChunk } from './plan-chunk.ts';

let db: Awaited<ReturnType<typeof openPools>>;
beforeAll(async () => {
  db = await openPools();
});
afterAll(() => db.close());

test('every frozen contact becomes one recipient, in batches that are ranges of one site', async () => {
  const { campaignId } = await seedCampaign(db.owner, { people: 2_600, chunkSize: 1_000 });
  const woken = new Set<number>();
  await planCampaign(db.engine, WORLD, campaignId, async (sites) => {
    for (const site of sites) woken.add(site);
  });
  const [sum] = await db.engine.query(
    `SELECT count(*) AS people, count(DISTINCT email) AS addresses, count(DISTINCT site_id) AS sites
     FROM recipients r JOIN deliveries d USING (id) WHERE r.campaign_id = $1`,
    [campaignId],
  );
  expect(sum).toEqual({ people: 2_600, addresses: 2_600, sites: 5 });
  expect(woken.size).toBe(5);
  const strays = await db.engine.query(
    `SELECT d.id FROM deliveries d JOIN batches b ON b.id = d.batch_id
     WHERE d.campaign_id = $1 AND (d.id NOT BETWEEN b.first_id AND b.last_id OR d.site_id <> b.site_id OR b.queued > 500)`,
    [campaignId],
  );
  expect(strays).toEqual([]);
  const [campaign] = await db.engine.query('SELECT status, chunks, chunks_done FROM campaigns WHERE id = $1', [
    campaignId,
  ]);
  expect(campaign).toEqual({ status: 'sending', chunks: 3, chunks_done: 3 });
  expect(await auditLedger(db.engine)).toEqual([]);
});

test('only the merge fields that the content names are frozen, and they stay what they were', async () => {
  const { campaignId, tenantId } = await seedCampaign(db.owner, {
    people: 1,
    fields: ['attributes.city', 'attributes.none'],
  });
  await planChunk(db.engine, WORLD, campaignId);
  await db.owner.query(`UPDATE contacts SET name = 'x', attributes = '{"city":"x"}' WHERE tenant_id = $1`, [tenantId]);
  const rows = await db.engine.query('SELECT address, email, merge FROM recipients WHERE campaign_id = $1', [
    campaignId,
  ]);
  expect(rows).toEqual([{ address: 'P1@d1.example', email: 'p1@d1.example', merge: { attributes: { city: '東京' } } }]);
});

test('a contact deleted before it is laid out is counted as canceled', async () => {
  const { campaignId, tenantId } = await seedCampaign(db.owner, { people: 10 });
  await db.owner.query('DELETE FROM contacts WHERE tenant_id = $1 AND email LIKE $2', [tenantId, 'p3@%']);
  await planChunk(db.engine, WORLD, campaignId);
  const [sum] = await db.engine.query(
    'SELECT sum(queued) AS queued, sum(canceled) AS canceled FROM campaign_deltas WHERE campaign_id = $1',
    [campaignId],
  );
  expect(sum).toEqual({ queued: 9, canceled: 1 });
  expect(await auditLedger(db.engine)).toEqual([]);
});

test('a route decides before our own domains do, and a slow site gets small batches', async () => {
  const { campaignId, tenantId } = await seedCampaign(db.owner, { people: 30, domains: 3 });
  await db.owner.query(
    `INSERT INTO sending_domains (tenant_id, name, status, token, dkim_selector, dkim_private_key, dkim_public_key, receives)
     SELECT $1, n, 'verified', 't', 's', 'k', 'p', true FROM unnest($2::text[]) n`,
    [tenantId, ['d0.example', 'd1.example']],
  );
  const routes = [{ match: 'd0.example', host: '127.0.0.1', port: 2600 }];
  const sizes = { 'domain:d2.example': 4 } as Record<string, number>;
  await planChunk(db.engine, { ...WORLD, routes, batchSize: ({ key }) => sizes[key] ?? 500 }, campaignId);
  const rows = await db.engine.query(
    `SELECT s.key, b.queued FROM batches b JOIN sites s ON s.id = b.site_id WHERE b.campaign_id = $1 ORDER BY s.key, b.id`,
    [campaignId],
  );
  expect(rows).toEqual([
    { key: 'domain:d2.example', queued: 4 },
    { key: 'domain:d2.example', queued: 4 },
    { key: 'domain:d2.example', queued: 2 },
    { key: 'local', queued: 10 },
    { key: 'route:127.0.0.1:2600', queued: 10 },
  ]);
});

test('two planners at once lay nobody out twice', async () => {
  const { campaignId } = await seedCampaign(db.owner, { people: 900, chunkSize: 100 });
  const planners = [1, 2, 3].map(() => planCampaign(db.engine, WORLD, campaignId, async () => {}));
  await Promise.all(planners);
  await planCampaign(db.engine, WORLD, campaignId, async () => {});
  const [sum] = await db.engine.query('SELECT count(*) AS n FROM recipients WHERE campaign_id = $1', [campaignId]);
  expect(sum).toEqual({ n: 900 });
  expect(await auditLedger(db.engine)).toEqual([]);
});

test('a message to a domain that a chunk has just found does not wait for the chunk', async () => {
  const { campaignId } = await seedCampaign(db.owner, { people: 2, domains: 1 });
  await db.owner.query('DELETE FROM site_domains');
  const asked: unknown[] = [];
  const engine: Database = {
    ...db.engine,
    transaction: (run) =>
      db.engine.transaction((sql) =>
        run({
          query: async (text, values) => {
            if (text.includes('INSERT INTO recipients')) {
              await db.app.transaction(async (other) => {
                await other.query("SET LOCAL lock_timeout = '2s'");
                asked.push(...(await other.query("SELECT domain FROM ensure_sites('{d0.example}')")));
              });
            }
            return sql.query(text, values);
          },
        }),
      ),
  };
  await planChunk(engine, WORLD, campaignId);
  expect(asked).toEqual([{ domain: 'd0.example' }]);
});
