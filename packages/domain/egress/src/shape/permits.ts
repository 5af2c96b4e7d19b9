import { setTimeout as sleep } from 'node:timers/promises';
import { counter, type Log } from '@hikyaku/log';
import type { Limits } from '@hikyaku/queue';
import type { SiteLimits } from './shaping.ts';

const waits = counter('hikyaku_permit_waits_total', 'Times a connection waited for a permit', ['site']);

/** At most this many seconds' worth of permits are taken at once. */
const BLOCK_SECONDS = 0.5;
const BLOCK_MAX = 50;

/**
 * Permits of one drain at one site, taken in blocks. `next` resolves to true when a message may go, to false when the
 * wait would outlast `deadline` (ms since 1970): then the batch is better given back. Waiting is no attempt.
 */
export function openPermits(world: { limits: Limits; log: Log }, key: string, site: string, limits: SiteLimits) {
  let held = 0;
  const { perSecond } = limits;
  const block = perSecond ? Math.max(1, Math.min(BLOCK_MAX, Math.floor(perSecond * BLOCK_SECONDS))) : 0;
  return {
    /** Milliseconds until a permit can be had, as told last. */
    waitMs: 0,
    /** A permit that is at hand: false when one would have to be asked for. */
    tryNext(): boolean {
      if (!perSecond) return true;
      if (held === 0) return false;
      held -= 1;
      return true;
    },
    async next(deadline: number): Promise<boolean> {
      if (!perSecond) return true;
      while (held === 0) {
        const answer = await world.limits.takePermits(key, { perSecond, burst: block }, block);
        held = answer.granted;
        if (held > 0) break;
        waits.inc({ site });
        this.waitMs = Math.max(20, answer.waitMs);
        if (Date.now() + this.waitMs > deadline) return false;
        await sleep(this.waitMs);
      }
      held -= 1;
      return true;
    },
  };
}
