import type { Database, Sql } from '@hikyaku/db';
import type { SiteLimits } from './shaping.ts';

/** What a rule or an operator imposed on a site, in force until a moment. `source` '' = all; tenant and campaign 0 = all. */
export type ImposedLimit = {
  readonly rule: string;
  readonly source: string;
  readonly tenantId: number;
  readonly campaignId: number;
  readonly suspended: boolean;
  readonly connections: number | null;
  readonly perMinute: number | null;
  readonly why: string;
  readonly since: Date;
  readonly until: Date;
  /** Milliseconds that are left of it, by Postgres. */
  readonly leftMs: number;
};

const IMPOSED_COLUMNS = `rule, source, tenant_id AS "tenantId", campaign_id AS "campaignId", suspended, connections,
  per_minute AS "perMinute", why, since, until, (extract(epoch FROM until - now()) * 1000)::float8 AS "leftMs"`;

/** The same for many sites at once. */
export const listImposed = (sql: Sql, siteIds: readonly number[]): Promise<(ImposedLimit & { siteId: number })[]> =>
  sql.query(
    `SELECT site_id AS "siteId", ${IMPOSED_COLUMNS} FROM site_limits WHERE site_id = ANY ($1) AND until > now() ORDER BY id`,
    [siteIds],
  );

/** What is in force at a site now. */
export const findImposed = (sql: Sql, siteId: number): Promise<ImposedLimit[]> =>
  sql.query<ImposedLimit>(`SELECT ${IMPOSED_COLUMNS} FROM site_limits WHERE site_id = $1 AND until > now()`, [siteId]);

/** Puts a limit in force for `forMs` from now; one of the same rule that lasts longer stays. */
export async function impose(
  db: Pick<Database, 'query'>,
  siteId: number,
  limit: Omit<ImposedLimit, 'since' | 'until' | 'leftMs'>,
  forMs: number,
): Promise<Date> {
  const [row] = await db.query<{ until: Date }>(
    `INSERT INTO site_limits AS l (site_id, rule, source, tenant_id, campaign_id, suspended, connections, per_minute, why, until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 ms')
     ON CONFLICT (site_id, source, tenant_id, campaign_id, rule) DO UPDATE SET
       suspended = excluded.suspended, connections = excluded.connections, per_minute = excluded.per_minute, why = excluded.why,
       since = CASE WHEN l.until > now() THEN l.since ELSE now() END, until = greatest(l.until, excluded.until)
     RETURNING until`,
    [
      siteId,
      limit.rule,
      limit.source,
      limit.tenantId,
      limit.campaignId,
      limit.suspended,
      limit.connections,
      limit.perMinute,
      limit.why,
      forMs,
    ],
  );
  return row!.until;
}

/** Forgets what has been over for a week. */
export async function forgetImposed(sql: Sql): Promise<void> {
  await sql.query("DELETE FROM site_limits WHERE until < now() - interval '7 days'");
}

/**
 * The limits of a site with what is imposed on it: from which of our addresses it may be spoken to, and how. Addresses
 * that are under no limit are preferred to those that are. `closedMs`: until one may be used at all; 0 = now.
 */
export function narrowLimits(
  limits: SiteLimits,
  imposed: readonly ImposedLimit[],
  ownSources: readonly string[],
): { readonly limits: SiteLimits; readonly closedMs: number } {
  const general = imposed.filter((one) => one.tenantId === 0);
  if (general.length === 0) return { limits, closedMs: 0 };
  const sources = (ownSources.length > 0 ? ownSources : ['']).map((source) => {
    const under = general.filter((one) => one.source === '' || one.source === source || ownSources.length <= 1);
    return { source, under, closedMs: Math.max(0, ...under.map((one) => (one.suspended ? one.leftMs : 0))) };
  });
  const open = sources.filter((one) => one.closedMs === 0);
  if (open.length === 0) return { limits, closedMs: Math.min(...sources.map((one) => one.closedMs)) };
  const free = open.filter((one) => one.under.length === 0);
  const used = free.length > 0 ? free : open;
  const under = used.flatMap((one) => one.under);
  return {
    limits: { ...narrowed(limits, under), sources: used.map((one) => one.source).filter(Boolean) },
    closedMs: 0,
  };
}

function narrowed(limits: SiteLimits, under: readonly ImposedLimit[]): SiteLimits {
  const connections = Math.min(limits.connections, ...under.map((one) => one.connections ?? limits.connections));
  const rates = [limits.perSecond, ...under.map((one) => one.perMinute && one.perMinute / 60)];
  const perSecond = Math.min(...rates.map((one) => one ?? Number.POSITIVE_INFINITY));
  return { ...limits, connections, perSecond: Number.isFinite(perSecond) ? perSecond : null };
}
