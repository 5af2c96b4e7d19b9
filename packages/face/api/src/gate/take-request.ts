import type { ApiWorld } from '../world.ts';

/** Requests a second of a key that says nothing else. */
const DEFAULT_RATE = 1_000;
/** A block serves this share of a second; smaller blocks ask the store more often, larger ones waste more. */
const BLOCK_SECONDS = 0.1;

type Pace = {
  /** Permits taken from the store and not used yet, good until `until`. */
  left: number;
  until: number;
  /** The store said no until then. */
  blockedUntil: number;
  asking: Promise<void> | null;
  /** For the headers: requests of this second. */
  second: number;
  used: number;
};

export type Taken = {
  readonly ok: boolean;
  readonly retryAfterSeconds: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** Counts requests of keys against limits that all processes share. */
export type RequestPacer = { take(world: ApiWorld, keyId: number, perSecond: number | undefined): Promise<Taken> };

/**
 * Permits are taken from the shared limits in blocks of a tenth of a second, so that a request costs no round trip of its
 * own. When the limits cannot be asked, requests pass.
 */
export function openRequestPacer(clock: () => number = Date.now): RequestPacer {
  const paces = new Map<number, Pace>();

  const refill = async (world: ApiWorld, keyId: number, pace: Pace, rate: number): Promise<void> => {
    const want = Math.max(1, Math.ceil(rate * BLOCK_SECONDS));
    try {
      const { granted, waitMs } = await world.limits.takePermits(
        `api:${keyId}`,
        { perSecond: rate, burst: Math.max(1, rate) },
        want,
      );
      pace.left = granted;
      pace.until = clock() + 1_000;
      pace.blockedUntil = granted > 0 ? 0 : clock() + waitMs;
    } catch (error) {
      world.log.warn({ err: error }, 'request limits could not be asked');
      pace.left = want;
      pace.until = clock() + 1_000;
    } finally {
      pace.asking = null;
    }
  };

  return {
    async take(world, keyId, perSecond) {
      const rate = perSecond ?? DEFAULT_RATE;
      let pace = paces.get(keyId);
      if (!pace) {
        if (paces.size > 10_000) paces.clear();
        pace = { left: 0, until: 0, blockedUntil: 0, asking: null, second: 0, used: 0 };
        paces.set(keyId, pace);
      }
      while ((pace.left < 1 || pace.until <= clock()) && pace.blockedUntil <= clock()) {
        pace.asking ??= refill(world, keyId, pace, rate);
        await pace.asking;
      }
      const ok = pace.left >= 1 && pace.until > clock();
      if (ok) pace.left -= 1;
      const second = Math.floor(clock() / 1_000);
      if (pace.second !== second) Object.assign(pace, { second, used: 0 });
      if (ok) pace.used += 1;
      const waitSeconds = ok ? 1 : Math.max(1, Math.ceil((pace.blockedUntil - clock()) / 1_000));
      return {
        ok,
        retryAfterSeconds: waitSeconds,
        headers: {
          'ratelimit-limit': String(rate),
          'ratelimit-remaining': String(ok ? Math.max(0, rate - pace.used) : 0),
          'ratelimit-reset': String(waitSeconds),
          'ratelimit-policy': `${rate};w=1`,
        },
      };
    },
  };
}
