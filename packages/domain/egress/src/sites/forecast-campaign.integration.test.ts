import { mintTenantScope, withTenant } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { impose } from '../shape/imposed-limits.ts';
import { openShaping } from '../shape/shaping.ts';
import { openRig } from '../testing/open-rig.ts';
import { forecastCampaign, keepForecast, keepForecasts } from './forecast-campaign.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

test('what is expected of a campaign is kept once, and held against what it took', async () => {
  const { db, owner, tenantId } = rig;
  const google = await rig.siteOf('google');
  const docomo = await rig.siteOf('docomo');
  await owner.query("UPDATE sites SET mx = '{aspmx.l.google.com}' WHERE id = $1", [google]);
  await owner.query("UPDATE sites SET mx = '{mfsmax.docomo.ne.jp}' WHERE id = $1", [docomo]);
  const [campaign] = await owner.query<{ id: number }>(
    `INSERT INTO campaigns (tenant_id, name, from_email, subject, status, started_at) VALUES ($1, 'N', 'a@a.example', 'S', 'sending', now())
     RETURNING id`,
    [tenantId],
  );
  const { id } = campaign!;
  await owner.query(
    `WITH made AS (INSERT INTO deliveries (id, tenant_id, campaign_id, site_id, stream)
       SELECT ledger_id(), $1, $2, CASE WHEN n <= 100 THEN $3::int ELSE $4::int END, 1 FROM generate_series(1, 150) n RETURNING id)
     UPDATE campaigns SET first_delivery_id = (SELECT min(id) FROM made), last_delivery_id = (SELECT max(id) FROM made) WHERE id = $2`,
    [tenantId, id, google, docomo],
  );
  const shaping = await openShaping(db, []);
  const world = { engine: db, shaping, egressIps: [] };
  await keepForecasts(db, world);

  const sites = [
    { key: 'google', mx: ['aspmx.l.google.com'], learned: null, domain: 'gmail.com', open: 40 },
    { key: 'docomo', mx: ['mfsmax.docomo.ne.jp'], learned: null, domain: 'docomo.ne.jp', open: 0 },
  ];
  const startedAt = new Date('2026-03-01T09:00:00Z');
  const look = (completedAt: Date | null) =>
    withTenant(db, mintTenantScope(tenantId, 'system'), (sql) =>
      forecastCampaign(sql, world, { id, startedAt, completedAt, sites }),
    );
  const before = await look(null);
  expect(before.kept).toMatchObject({
    seconds: 10,
    sites: [
      { site: 'docomo', people: 50, seconds: 10 },
      { site: 'google', people: 100, seconds: 5 },
    ],
  });
  expect(before.now).toEqual({ seconds: 2, sites: [{ site: 'gmail.com', people: 40, seconds: 2 }] });
  expect(before.tookSeconds).toBeNull();

  // What is imposed meanwhile moves what is expected now; what was kept stays.
  const limit = {
    rule: 'operator',
    source: '',
    tenantId: 0,
    campaignId: 0,
    connections: null,
    perMinute: null,
    why: '',
  };
  await impose(db, google, { ...limit, suspended: true }, 600_000);
  await keepForecast(db, world, id);
  const after = await look(new Date('2026-03-01T09:00:13Z'));
  expect(after.kept).toEqual(before.kept);
  expect(after.now.seconds).toBeGreaterThan(600);
  expect(after.tookSeconds).toBe(13);
});
