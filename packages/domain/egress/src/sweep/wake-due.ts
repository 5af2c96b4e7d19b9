import type { DrainJob } from '@hikyaku/submission';
import { isDraining } from '../drain/drain.ts';
import type { EgressWorld } from '../open-world.ts';
import type { SiteLimits } from '../shape/shaping.ts';

type Due = {
  site_id: number;
  stream: number;
  key: string;
  mx: string[];
  learned: number | null;
  domain: string | null;
  batches: number;
  people: number;
};

const ofActive = (of: string) =>
  `EXISTS (SELECT 1 FROM tenants t WHERE t.id = ${of}.tenant_id AND t.status = 'active')`;

// What may be claimed now: ready batches, and groups with a due row; a group counts as one batch of unknown size.
const DUE = `
WITH due AS (
  SELECT b.site_id, b.stream, count(*)::int AS batches, sum(b.queued + b.deferred)::int AS people FROM batches b
  WHERE b.state = 0 AND ${ofActive('b')} AND ($1::int[] IS NULL OR b.site_id = ANY ($1)) GROUP BY b.site_id, b.stream
  UNION ALL
  SELECT g.site_id, g.stream, count(*)::int, 0 FROM due_groups(NULL, NULL) g
  WHERE $1::int[] IS NULL AND g.due_at <= now() AND ${ofActive('g')}
    AND (g.campaign_id = 0 OR EXISTS (SELECT 1 FROM campaigns c WHERE c.id = g.campaign_id AND c.status IN ('planning', 'sending')))
  GROUP BY g.site_id, g.stream
)
SELECT d.site_id, d.stream, s.key, s.mx, s.learned, sum(d.batches)::int AS batches, sum(d.people)::int AS people,
  (SELECT domain FROM site_domains x WHERE x.site_id = d.site_id LIMIT 1) AS domain
FROM due d JOIN sites s ON s.id = d.site_id GROUP BY d.site_id, d.stream, s.key, s.mx, s.learned`;

/** A site with at most this many people is part of the tail: several share a drain. */
const SMALL = 20;
const TAIL_SITES = 20;
/** What a site without a rate is reckoned with, only to put sites in order. */
const UNLIMITED_PER_SECOND = 1_000;

/**
 * Wakes drains for the sites that have due work: as many per site as it may have connections and has batches; the
 * tail of small sites twenty to a drain. `sites` undefined: all of them (the sweeper).
 */
export async function wakeDue(world: EgressWorld, sites?: readonly number[]): Promise<number> {
  if (sites?.length === 0) return 0;
  const rows = await world.db.query<Due>(DUE, [sites ?? null]);
  const jobs: DrainJob[] = [];
  const tail = new Map<number, number[]>();
  for (const row of rows.map((one) => ({ ...one, limits: limitsOf(world, one) })).sort(byWork)) {
    if (row.batches === 1 && row.people > 0 && row.people <= SMALL && rows.length > TAIL_SITES) {
      tail.set(row.stream, [...(tail.get(row.stream) ?? []), row.site_id]);
      continue;
    }
    const { limits } = row;
    // A domain that is not resolved yet gets one drain: it will move.
    const slots = row.key.startsWith('domain:')
      ? 1
      : Math.min(limits.connections, row.batches, world.config.mtaConcurrency);
    for (const slot of freeSlotsFirst(world, row).slice(0, slots)) {
      jobs.push({ siteIds: [row.site_id], stream: row.stream, slot });
    }
  }
  for (const [stream, siteIds] of tail) {
    for (let at = 0; at < siteIds.length; at += TAIL_SITES) {
      jobs.push({ siteIds: siteIds.slice(at, at + TAIL_SITES), stream, slot: 0 });
    }
  }
  await world.waker.wakeJobs(jobs);
  return jobs.length;
}

/** A connection that waits for a slow answer is no help to what is due now: others first. */
function freeSlotsFirst(world: EgressWorld, { site_id, stream, limits }: Due & { limits: SiteLimits }): number[] {
  const slots = Array.from({ length: Math.min(limits.connections, world.config.mtaConcurrency) }, (_, slot) => slot);
  const isBusy = (slot: number) => isDraining(world.worker, site_id, { stream, slot });
  return [...slots.filter((slot) => !isBusy(slot)), ...slots.filter(isBusy)];
}

const limitsOf = (world: EgressWorld, row: Due) =>
  world.shaping.limitsOf(row, row.domain ?? row.key.replace(/^domain:/, ''));

/** Who needs longest begins first: a site of a thousand people at ten a second would otherwise end the campaign alone. */
const byWork = (a: Due & { limits: SiteLimits }, b: Due & { limits: SiteLimits }) => secondsOf(b) - secondsOf(a);
const secondsOf = ({ people, limits }: Due & { limits: SiteLimits }) =>
  people / (limits.perSecond ?? UNLIMITED_PER_SECOND);
