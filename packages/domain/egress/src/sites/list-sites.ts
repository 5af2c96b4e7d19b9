import type { Sql } from '@hikyaku/db';
import type { Limits } from '@hikyaku/queue';
import { type ImposedLimit, listImposed, narrowLimits } from '../shape/imposed-limits.ts';
import type { Shaping, TlsPolicy } from '../shape/shaping.ts';
import { warmUpAllowance } from '../shape/warm-up-schedule.ts';
import { explainWait, type Limited, type Wait } from './explain-wait.ts';

export type SitesWorld = {
  /** Postgres as the engine: sites are nobody's. */
  readonly engine: Sql;
  readonly shaping: Shaping;
  readonly limits: Pick<Limits, 'countLeases'>;
  readonly egressIps: readonly string[];
};

/** What stands at a site, what may be done there and what happens next. */
export type SiteView = {
  readonly id: number;
  readonly key: string;
  readonly provider: string;
  readonly mx: readonly string[];
  /** Some of its domains, and how many it has. */
  readonly domains: readonly string[];
  readonly domainCount: number;
  readonly ready: number;
  readonly deferred: number;
  readonly sending: number;
  readonly held: number;
  readonly connectionsOpen: number;
  readonly connections: Limited<number>;
  readonly perConnection: Limited<number>;
  readonly perSecond: Limited<number | null>;
  readonly tls: Limited<TlsPolicy>;
  readonly learned: number | null;
  readonly imposed: readonly ImposedLimit[];
  /** One entry for each of our addresses; '' = whichever the system chooses. */
  readonly sources: readonly SourceView[];
  /** No address may be used: the suspension that must end before one may. */
  readonly suspension: Pick<ImposedLimit, 'until' | 'rule' | 'why'> | null;
  readonly nextAt: Date | null;
  readonly wait: Wait;
};

export type SourceView = {
  readonly address: string;
  readonly connections: number;
  readonly perSecond: number | null;
  readonly suspendedUntil: Date | null;
  /** What is left of its day at this provider, while it is warmed up; null = it is warm. */
  readonly warmUpLeft: number | null;
};

type Warming = { readonly source: string; readonly provider: string | null; readonly left: number };

type Row = Pick<SiteView, 'id' | 'key' | 'mx' | 'domains' | 'domainCount' | 'learned' | 'nextAt'> &
  Pick<SiteView, 'ready' | 'deferred' | 'sending' | 'held'>;

const DOMAINS_SHOWN = 5;

// Batches: 0 ready, 1 being sent, 2 held. A due row stands by itself.
const OPEN = `
  SELECT site_id, coalesce(sum(ready), 0)::int AS ready, coalesce(sum(deferred), 0)::int AS deferred,
    coalesce(sum(sending), 0)::int AS sending, coalesce(sum(held), 0)::int AS held, min(next_at) AS next_at
  FROM (
    SELECT site_id, sum(queued + deferred) FILTER (WHERE state = 0) AS ready, 0 AS deferred,
      sum(queued + deferred) FILTER (WHERE state = 1) AS sending, sum(queued + deferred) FILTER (WHERE state = 2) AS held,
      NULL::timestamptz AS next_at
    FROM batches GROUP BY site_id
    UNION ALL
    SELECT site_id, count(*) FILTER (WHERE due_at <= now()), count(*) FILTER (WHERE due_at > now()), 0, 0,
      min(due_at) FILTER (WHERE due_at > now())
    FROM deliveries WHERE due_at IS NOT NULL GROUP BY site_id
  ) x GROUP BY site_id`;

const SELECT = `
WITH open AS (${OPEN})
SELECT s.id, s.key, s.mx, s.learned::int, coalesce(o.ready, 0) AS ready, coalesce(o.deferred, 0) AS deferred,
  coalesce(o.sending, 0) AS sending, coalesce(o.held, 0) AS held, o.next_at AS "nextAt",
  ARRAY(SELECT domain FROM site_domains d WHERE d.site_id = s.id ORDER BY domain LIMIT ${DOMAINS_SHOWN}) AS domains,
  (SELECT count(*)::int FROM site_domains d WHERE d.site_id = s.id) AS "domainCount"
FROM sites s LEFT JOIN open o ON o.site_id = s.id`;

/** Sites by id, newest first; `before` is the last id of the page before. `busy`: those with open mail or a limit imposed. */
export async function listSites(
  world: SitesWorld,
  page: { readonly limit: number; readonly before?: number | null; readonly busy?: boolean },
): Promise<SiteView[]> {
  const rows = await world.engine.query<Row>(
    `${SELECT} WHERE ($1::int IS NULL OR s.id < $1) AND (NOT $2 OR o.site_id IS NOT NULL
       OR EXISTS (SELECT 1 FROM site_limits l WHERE l.site_id = s.id AND l.until > now()))
     ORDER BY s.id DESC LIMIT $3`,
    [page.before ?? null, page.busy ?? false, page.limit],
  );
  return viewSites(world, rows);
}

/** The sites where most waits, those under a limit first. */
export async function listBusiestSites(world: SitesWorld, limit: number): Promise<SiteView[]> {
  const rows = await world.engine.query<Row>(
    `${SELECT} CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM site_limits l WHERE l.site_id = s.id AND l.until > now()) AS under) u
     WHERE o.site_id IS NOT NULL OR u.under
     ORDER BY u.under DESC, o.ready + o.sending + o.deferred + o.held DESC NULLS LAST, s.id LIMIT $1`,
    [limit],
  );
  return viewSites(world, rows);
}

/** One site, or null when there is none of this id. */
export async function findSite(world: SitesWorld, id: number): Promise<SiteView | null> {
  const rows = await world.engine.query<Row>(`${SELECT} WHERE s.id = $1`, [id]);
  return (await viewSites(world, rows))[0] ?? null;
}

// Of an address that has sent nothing to a provider today there is no row yet.
const WARMING = `
SELECT w.source, d.provider, (d.allowed - d.taken)::float8 AS left FROM warm_ups w
LEFT JOIN warm_up_days d ON d.source = w.source AND d.day = (now() AT TIME ZONE 'UTC')::date`;

async function viewSites(world: SitesWorld, rows: readonly Row[]): Promise<SiteView[]> {
  const imposed = await listImposed(
    world.engine,
    rows.map((row) => row.id),
  );
  const warming = await world.engine.query<Warming>(WARMING);
  return Promise.all(
    rows.map(async (row) => {
      const open = row.key === 'local' ? 0 : await world.limits.countLeases(`connections:${row.id}`);
      return viewSite(
        world,
        row,
        imposed.filter((one) => one.siteId === row.id),
        warming,
        open,
      );
    }),
  );
}

function viewSite(
  { shaping, egressIps }: SitesWorld,
  row: Row,
  imposed: readonly ImposedLimit[],
  warming: readonly Warming[],
  connectionsOpen: number,
): SiteView {
  const base = shaping.limitsOf(row, row.domains[0] ?? row.key.replace(/^domain:/, ''));
  const { limits, closedMs } = narrowLimits(base, imposed, egressIps);
  const general = imposed.filter((one) => one.tenantId === 0);
  const suspension = closingOf(general, closedMs);
  const ruleOf = (isIt: (one: ImposedLimit) => boolean) => general.find(isIt)?.rule ?? base.rule;
  const sources = (egressIps.length > 0 ? egressIps : ['']).map((address) =>
    viewSource(base, imposed, warming, address),
  );
  const found = {
    suspension,
    warmUpUntil: sources.every((one) => one.warmUpLeft === 0) ? tomorrow() : null,
    connectionsOpen,
    connections: {
      value: limits.connections,
      rule: ruleOf((one) => one.connections === limits.connections && limits.connections < base.connections),
    },
    perSecond: {
      value: limits.perSecond,
      rule: ruleOf((one) => one.perMinute !== null && limits.perSecond !== base.perSecond),
    },
  };
  return {
    ...row,
    ...found,
    provider: base.provider,
    perConnection: { value: base.perConnection, rule: base.rule },
    tls: { value: base.tls, rule: base.rule },
    imposed,
    sources,
    nextAt: suspension?.until ?? row.nextAt,
    wait: explainWait({ ...row, ...found }),
  };
}

function viewSource(
  base: Parameters<typeof narrowLimits>[0],
  imposed: readonly ImposedLimit[],
  warming: readonly Warming[],
  address: string,
): SourceView {
  const own = imposed.filter((one) => address === '' || one.source === '' || one.source === address);
  const { limits, closedMs } = narrowLimits(base, own, [address]);
  return {
    address,
    connections: limits.connections,
    perSecond: limits.perSecond,
    suspendedUntil: closingOf(own, closedMs)?.until ?? null,
    warmUpLeft: leftOf(warming, address, base.provider),
  };
}

/** The suspension that keeps the site closed for so long; null when it is open. */
const closingOf = (limits: readonly ImposedLimit[], closedMs: number): ImposedLimit | null =>
  closedMs > 0 ? (limits.find((one) => one.suspended && one.leftMs === closedMs) ?? null) : null;

function leftOf(warming: readonly Warming[], address: string, provider: string): number | null {
  const own = warming.filter((one) => one.source === address);
  if (own.length === 0) return null;
  return own.find((one) => one.provider === provider)?.left ?? warmUpAllowance(0);
}

const DAY_MS = 86_400_000;
const tomorrow = (): Date => new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS);
