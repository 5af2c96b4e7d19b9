import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Slows guessing down. After a wrong password the next attempts with the same address and user name wait, one after the
 * other, each twice as long as the one before.
 */
export type Guard = {
  /** Runs `check` when its turn has come. `busy`: too many attempts are waiting for theirs. */
  attempt<T>(key: string, check: () => Promise<T | null>): Promise<T | null | 'busy'>;
};

type Kept = { failures: number; waiting: number; turn: Promise<unknown>; until: number };

const FIRST_MS = 500;
const LONGEST_MS = 8_000;
const FORGET_MS = 15 * 60_000;
const WAITING_MAX = 4;
const KEPT_MAX = 10_000;

export function openGuard(pause: (ms: number) => Promise<unknown> = sleep): Guard {
  const kept = new Map<string, Kept>();

  /** Old entries go first: a Map keeps the order in which they were made. */
  const remember = (key: string): Kept => {
    const entry = kept.get(key) ?? { failures: 0, waiting: 0, turn: Promise.resolve(), until: 0 };
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_MAX) break;
      kept.delete(oldest);
    }
    entry.failures += 1;
    entry.until = Date.now() + FORGET_MS;
    return entry;
  };

  const judge = async <T>(key: string, check: () => Promise<T | null>): Promise<T | null> => {
    const result = await check();
    if (result === null) remember(key);
    else kept.delete(key);
    return result;
  };

  return {
    async attempt(key, check) {
      const entry = kept.get(key);
      if (!entry || entry.until < Date.now()) {
        kept.delete(key);
        return judge(key, check);
      }
      if (entry.waiting >= WAITING_MAX) return 'busy';
      entry.waiting += 1;
      const mine = entry.turn.then(async () => {
        await pause(Math.min(FIRST_MS * 2 ** (entry.failures - 1), LONGEST_MS));
        return judge(key, check);
      });
      entry.turn = mine.catch(() => {});
      try {
        return await mine;
      } finally {
        entry.waiting -= 1;
      }
    },
  };
}
