import type { Database } from '@hikyaku/db';
import { type Authenticate, authenticateKept, findFirstUnchecked } from '@hikyaku/ingress';
import type { Log } from '@hikyaku/log';

const SOON_MS = 20;
const EVERY_MS = 2_000;
/** Of the time, while mail pours in: taking it comes first. Afterwards what was left is made good at once. */
const SHARE = 0.1;
const REST_MAX_MS = 5_000;
/** Ids are given before their rows are committed: what may still have been open is looked at once more. */
const AGAIN_MS = 10_000;

export type AuthSweeper = {
  /** A mail was kept. */
  wake(): void;
  close(): Promise<void>;
};

/**
 * Checks SPF, DKIM, DMARC and ARC of what was kept, right after it. Not before the 250: a sender's slow DNS would hold
 * sessions open that others need, and no result of it changes what is taken. The mails themselves are the queue, so that
 * a crash leaves nothing unchecked.
 */
export function openAuthSweeper(world: { db: Database; authenticate: Authenticate; log: Log }): AuthSweeper {
  const { db, authenticate, log } = world;
  let from: number | undefined;
  let again = { from: 0, at: 0 };
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let woken = false;
  let rests = false;
  /** The next sweep has been moved up already. */
  let soon = false;
  let closed = false;

  async function sweep(): Promise<number> {
    const began = Date.now();
    from ??= await findFirstUnchecked(db);
    if (began - again.at > AGAIN_MS) {
      const before = again.at === 0 ? from : again.from;
      again = { from, at: began };
      from = before;
    }
    const { upTo, more } = await authenticateKept(db, authenticate, from);
    from = upTo;
    rests = more && woken;
    if (rests) return Math.min(REST_MAX_MS, Math.max(SOON_MS, (Date.now() - began) * (1 / SHARE - 1)));
    return more || woken ? SOON_MS : EVERY_MS;
  }

  function schedule(waitMs: number): void {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      woken = false;
      soon = false;
      running = sweep()
        .catch((error) => {
          log.warn({ err: error }, 'received mails were not authenticated');
          return EVERY_MS;
        })
        .then((next) => {
          running = undefined;
          schedule(next);
        });
    }, waitMs);
  }

  schedule(SOON_MS);
  return {
    wake() {
      woken = true;
      if (running || rests || soon) return;
      soon = true;
      schedule(SOON_MS);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
