import { setTimeout as sleep } from 'node:timers/promises';
import { counter, type Log } from '@hikyaku/log';
import type { Limits } from '@hikyaku/queue';
import type { EgressRates } from './egress-rates.ts';
import type { SiteLimits } from './shaping.ts';

const waits = counter('hikyaku_permit_waits_total', 'Times a connection waited for a permit', ['site']);

/** At most this many seconds' worth of permits are taken at once. */
const BLOCK_SECONDS = 0.5;
const BLOCK_MAX = 50;

type Bucket = { readonly key: string; readonly perSecond: number; readonly block: number; held: number };

const openBucket = (key: string, perSecond: number | null | undefined): Bucket[] =>
  perSecond
    ? [{ key, perSecond, block: Math.max(1, Math.min(BLOCK_MAX, Math.floor(perSecond * BLOCK_SECONDS))), held: 0 }]
    : [];

export type PermitsOf = { readonly siteId: number; readonly limits: SiteLimits; readonly rates: EgressRates };

/**
 * Permits of one drain at one site, taken in blocks: of the site, and where there are such rates of its provider, of the
 * tenant that `serve` named and of the whole installation. `next` resolves to true when a message may go, to false when
 * the wait would outlast `deadline` (ms since 1970): then the batch is better given back. Waiting is no attempt.
 */
export function openPermits(world: { limits: Limits; log: Log }, { siteId, limits, rates }: PermitsOf) {
  const ofAll = [
    ...openBucket(`rate:${siteId}`, limits.perSecond),
    ...openBucket(`rate:provider:${limits.provider}`, rates.providers.get(limits.provider)),
    ...openBucket('rate:all', rates.all),
  ];
  const ofTenants = new Map<number, Bucket[]>();
  let buckets = ofAll;
  const take = () => {
    for (const bucket of buckets) bucket.held -= 1;
    return true;
  };
  return {
    /** Milliseconds until a permit can be had, as told last. */
    waitMs: 0,
    /** Whose mail is sent from now on. */
    serve(tenantId: number): void {
      const rate = rates.tenants.get(tenantId);
      if (rate === undefined) {
        buckets = ofAll;
        return;
      }
      const own = ofTenants.get(tenantId) ?? openBucket(`rate:tenant:${tenantId}`, rate);
      ofTenants.set(tenantId, own);
      buckets = [...ofAll, ...own];
    },
    /** A permit that is at hand: false when one would have to be asked for. */
    tryNext: (): boolean => buckets.every((bucket) => bucket.held > 0) && take(),
    async next(deadline: number): Promise<boolean> {
      for (const bucket of buckets) {
        while (bucket.held === 0) {
          const { perSecond, block } = bucket;
          const answer = await world.limits.takePermits(bucket.key, { perSecond, burst: block }, block);
          bucket.held = answer.granted;
          if (bucket.held > 0) break;
          waits.inc({ site: limits.rule });
          this.waitMs = Math.max(20, answer.waitMs);
          if (Date.now() + this.waitMs > deadline) return false;
          await sleep(this.waitMs);
        }
      }
      return take();
    },
  };
}
