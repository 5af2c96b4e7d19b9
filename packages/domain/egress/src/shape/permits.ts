import { setTimeout as sleep } from 'node:timers/promises';
import { counter, type Log } from '@hikyaku/log';
import type { Limits, PermitAnswer } from '@hikyaku/queue';
import type { EgressRates } from './egress-rates.ts';
import type { Allowance } from './open-warm-up.ts';
import type { SiteLimits } from './shaping.ts';

const waits = counter('hikyaku_permit_waits_total', 'Times a connection waited for a permit', ['site']);

/** At most this many seconds' worth of permits are taken at once. */
const BLOCK_SECONDS = 0.5;
const BLOCK_MAX = 50;

type Bucket = { readonly take: () => Promise<PermitAnswer>; held: number };

function openBucket(limits: Limits, key: string, perSecond: number | null | undefined): Bucket[] {
  if (!perSecond) return [];
  const block = Math.max(1, Math.min(BLOCK_MAX, Math.floor(perSecond * BLOCK_SECONDS)));
  return [{ take: () => limits.takePermits(key, { perSecond, burst: block }, block), held: 0 }];
}

export type PermitsOf = {
  readonly siteId: number;
  readonly limits: SiteLimits;
  readonly rates: EgressRates;
  /** What the address that is used may send to this provider today, while it is warmed up. */
  readonly allowance?: Allowance | undefined;
};

/**
 * Permits of one drain at one site, taken in blocks: of the site, and where there are such rates of its provider, of the
 * tenant that `serve` named, of the whole installation, and of the day of an address that is warmed up. `next` resolves to true when a message may go, to false when
 * the wait would outlast `deadline` (ms since 1970): then the batch is better given back. Waiting is no attempt.
 */
export function openPermits(world: { limits: Limits; log: Log }, { siteId, limits, rates, allowance }: PermitsOf) {
  const daily: Bucket[] = allowance ? [{ take: () => allowance.take(), held: 0 }] : [];
  const ofAll = [
    ...daily,
    ...openBucket(world.limits, `rate:${siteId}`, limits.perSecond),
    ...openBucket(world.limits, `rate:provider:${limits.provider}`, rates.providers.get(limits.provider)),
    ...openBucket(world.limits, 'rate:all', rates.all),
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
      const own = ofTenants.get(tenantId) ?? openBucket(world.limits, `rate:tenant:${tenantId}`, rate);
      ofTenants.set(tenantId, own);
      buckets = [...ofAll, ...own];
    },
    /** A permit that is at hand: false when one would have to be asked for. */
    tryNext: (): boolean => buckets.every((bucket) => bucket.held > 0) && take(),
    async next(deadline: number): Promise<boolean> {
      for (const bucket of buckets) {
        while (bucket.held === 0) {
          const answer = await bucket.take();
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
    /** Gives back what was taken of the day and not used. */
    async close(): Promise<void> {
      for (const bucket of daily) await allowance?.giveBack(bucket.held);
    },
  };
}
