import type { Database, Sql, TenantSql } from '@hikyaku/db';
import { loadEgressRates } from '../shape/egress-rates.ts';
import { listImposed, narrowLimits } from '../shape/imposed-limits.ts';
import type { Shaping } from '../shape/shaping.ts';
import { type Forecast, type ForecastSite, forecast } from './forecast.ts';

export type ForecastWorld = { readonly engine: Sql; readonly shaping: Shaping; readonly egressIps: readonly string[] };

type SiteRow = {
  readonly id: number;
  readonly key: string;
  readonly mx: readonly string[];
  readonly learned: number | null;
  readonly domain: string | null;
  readonly people: number;
};

/** What is expected of a campaign now, what was expected when it had been laid out, and what it took in the end. */
export type CampaignForecast = {
  readonly now: Forecast;
  readonly kept: (Forecast & { readonly madeAt: Date }) | null;
  /** From its start to its last outcome, retries included; null while it goes on. */
  readonly tookSeconds: number | null;
};

const KEPT =
  'SELECT made_at AS "madeAt", seconds, sites FROM campaign_forecasts WHERE campaign_id = $1 AND tenant_id = $2';
const SITES_KEPT = 50;

/** A campaign of this tenant, with what it has at its sites. */
export type ForecastedCampaign = {
  readonly id: number;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly sites: readonly (Omit<SiteRow, 'id' | 'people'> & { readonly open: number })[];
};

export async function forecastCampaign(
  sql: TenantSql,
  world: ForecastWorld,
  { id: campaignId, startedAt, completedAt, sites }: ForecastedCampaign,
): Promise<CampaignForecast> {
  const ids = await world.engine.query<{ id: number; key: string }>('SELECT id, key FROM sites WHERE key = ANY ($1)', [
    sites.map((one) => one.key),
  ]);
  const idOf = new Map(ids.map((one) => [one.key, one.id]));
  const rows = sites.map((one) => ({ ...one, id: idOf.get(one.key) ?? 0, people: one.open }));
  const [kept] = await sql.query<Forecast & { madeAt: Date }>(KEPT, [campaignId, sql.scope.tenantId]);
  return {
    now: await forecastSites(world, rows),
    kept: kept ?? null,
    tookSeconds: startedAt && completedAt ? Math.ceil((completedAt.getTime() - startedAt.getTime()) / 1_000) : null,
  };
}

async function forecastSites(world: ForecastWorld, rows: readonly SiteRow[]): Promise<Forecast> {
  const imposed = await listImposed(
    world.engine,
    rows.map((row) => row.id),
  );
  const { all } = await loadEgressRates(world.engine);
  return forecast(
    rows.map((row): ForecastSite => {
      const base = world.shaping.limitsOf(row, row.domain ?? row.key.replace(/^domain:/, ''));
      const own = imposed.filter((one) => one.siteId === row.id);
      const { limits, closedMs } = narrowLimits(base, own, world.egressIps);
      return { site: row.domain ?? row.key, people: row.people, ...limits, closedMs };
    }),
    all,
  );
}

const WITHOUT = `
SELECT c.id FROM campaigns c WHERE c.status = 'sending' AND NOT EXISTS (SELECT 1 FROM campaign_forecasts f WHERE f.campaign_id = c.id)
ORDER BY c.id LIMIT 20`;

const BY_SITE = `
SELECT s.id, s.key, s.mx, s.learned, n.people, (SELECT min(k.domain) FROM site_domains k WHERE k.site_id = s.id) AS domain
FROM (SELECT d.site_id, count(*)::int AS people FROM campaigns c JOIN deliveries d
        ON d.id BETWEEN c.first_delivery_id AND c.last_delivery_id AND d.campaign_id = c.id
      WHERE c.id = $1 GROUP BY d.site_id) n JOIN sites s ON s.id = n.site_id`;

/** Keeps what is expected of a campaign that has just been laid out, so that it can be held against what happened. Once. */
export async function keepForecast(
  db: Database,
  world: Omit<ForecastWorld, 'engine'>,
  campaignId: number,
): Promise<void> {
  const rows = await db.query<SiteRow>(BY_SITE, [campaignId]);
  if (rows.length === 0) return;
  const { seconds, sites } = await forecastSites({ ...world, engine: db }, rows);
  await db.query(
    `INSERT INTO campaign_forecasts (tenant_id, campaign_id, seconds, sites)
     SELECT tenant_id, id, $2, $3::jsonb FROM campaigns WHERE id = $1 ON CONFLICT DO NOTHING`,
    [campaignId, seconds, JSON.stringify(sites.slice(0, SITES_KEPT))],
  );
}

/** The same for campaigns whose laying out ended with another worker. */
export async function keepForecasts(db: Database, world: Omit<ForecastWorld, 'engine'>): Promise<void> {
  for (const { id } of await db.query<{ id: number }>(WITHOUT)) await keepForecast(db, world, id);
}
