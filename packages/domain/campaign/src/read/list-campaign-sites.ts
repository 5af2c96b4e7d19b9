import type { TenantSql } from '@hikyaku/db';

/** What one campaign has at one site. */
export type CampaignSite = {
  /** 'local', 'route:host:port', 'domain:a.example' (not yet looked up), a provider's name, or the key of its MX set. */
  readonly key: string;
  readonly mx: readonly string[];
  /** Connections that it has been found to bear; null: nobody has tried. */
  readonly learned: number | null;
  /** One of its domains; null for a site without any (a route). */
  readonly domain: string | null;
  readonly people: number;
  /** Not final yet. `deferred` is the part that was refused for now. */
  readonly open: number;
  readonly deferred: number;
  readonly delivered: number;
  /** Batches that are being sent now, each over a connection of its own. */
  readonly connections: number;
  /** The next retry of a deferred recipient. */
  readonly nextAt: Date | null;
};

export type CampaignSites = {
  readonly sites: CampaignSite[];
  /** The sites that are left out, all together. */
  readonly others: Pick<CampaignSite, 'people' | 'open' | 'delivered' | 'connections'> & { readonly sites: number };
};

/** Sites of one answer. */
const SITES_MAX = 12;

type Totals = { sites: number; people: number; open: number; delivered: number; connections: number };
type Row = CampaignSite & { all: Totals };

// A domain that has been looked up moved to the site of its MX: rows that were final before, and batches that were
// being sent then, kept the old one.
const MOVED = "LEFT JOIN site_domains k ON s.key LIKE 'domain:%' AND k.domain = substr(s.key, 8)";
const SITES = `
  WITH c AS (
    SELECT id, tenant_id, first_delivery_id AS first, last_delivery_id AS last FROM campaigns WHERE id = $1 AND tenant_id = $2
  ), counted AS (
    SELECT d.site_id, count(*)::int AS people, count(*) FILTER (WHERE d.state IN (0, 1))::int AS open,
      count(*) FILTER (WHERE d.state = 1)::int AS deferred, count(*) FILTER (WHERE d.state = 2)::int AS delivered,
      min(d.due_at) FILTER (WHERE d.state = 1) AS next_at
    FROM c JOIN deliveries d ON d.id BETWEEN c.first AND c.last AND d.campaign_id = c.id AND d.tenant_id = c.tenant_id
    GROUP BY d.site_id
  ), placed AS (
    SELECT coalesce(k.site_id, n.site_id) AS site_id, sum(people)::int AS people, sum(open)::int AS open,
      sum(deferred)::int AS deferred, sum(delivered)::int AS delivered, min(next_at) AS next_at
    FROM counted n JOIN sites s ON s.id = n.site_id ${MOVED} GROUP BY 1
  ), busy AS (
    SELECT coalesce(k.site_id, b.site_id) AS site_id, count(*)::int AS connections
    FROM batches b JOIN sites s ON s.id = b.site_id ${MOVED}
    WHERE b.campaign_id = $1 AND b.tenant_id = $2 AND b.state = 1 GROUP BY 1
  ), joined AS (
    SELECT p.*, coalesce(b.connections, 0) AS connections FROM placed p LEFT JOIN busy b USING (site_id)
  )
  SELECT s.key, s.mx, s.learned, (SELECT min(k.domain) FROM site_domains k WHERE k.site_id = s.id) AS domain,
    j.people, j.open, j.deferred, j.delivered, j.connections, j.next_at AS "nextAt",
    (SELECT json_build_object('sites', count(*), 'people', sum(people), 'open', sum(open), 'delivered', sum(delivered),
      'connections', sum(connections)) FROM joined) AS all
  FROM joined j JOIN sites s ON s.id = j.site_id ORDER BY j.open DESC, j.people DESC, s.key LIMIT ${SITES_MAX}`;

/**
 * A campaign's sites, those with the most open recipients first. Reads every row of the campaign that is laid out
 * (100,000 take some 100 ms): who asks again and again keeps the answer for a while.
 */
export async function listCampaignSites(sql: TenantSql, campaignId: number): Promise<CampaignSites> {
  const rows = await sql.query<Row>(SITES, [campaignId, sql.scope.tenantId]);
  const sites = rows.map(({ all: _, ...site }) => site);
  const left = (key: 'people' | 'open' | 'delivered' | 'connections') =>
    sites.reduce((rest, site) => rest - site[key], rows[0]?.all[key] ?? 0);
  return {
    sites,
    others: {
      sites: (rows[0]?.all.sites ?? 0) - sites.length,
      people: left('people'),
      open: left('open'),
      delivered: left('delivered'),
      connections: left('connections'),
    },
  };
}
