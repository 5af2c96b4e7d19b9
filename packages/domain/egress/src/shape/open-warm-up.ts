import type { Database, Sql } from '@hikyaku/db';
import type { Clock } from '@hikyaku/queue';
import { nextWarmUpStep, type WarmUpDay, warmUpAllowance } from './warm-up-schedule.ts';

const DAY_MS = 86_400_000;
const BLOCK_MAX = 50;

/** What one address may still send to one provider today. */
export type Allowance = {
  /** Takes up to a block of it; `waitMs` until there is more when there is none. */
  take(): Promise<{ readonly granted: number; readonly waitMs: number }>;
  /** What was taken and not used. */
  giveBack(unused: number): Promise<void>;
  noteDeferred(): Promise<void>;
};

export type WarmUp = {
  /** Reads anew which addresses are warmed up. */
  reload(): Promise<void>;
  isWarming(source: string): boolean;
  /** Of these addresses, those that have used up their day at this provider. */
  exhausted(sources: readonly string[], provider: string): Promise<Set<string>>;
  msToTomorrow(): number;
  open(source: string, provider: string, siteId: number): Allowance;
};

const BEFORE = `
SELECT step, taken::int AS taken, deferred::int AS deferred, EXISTS (SELECT 1 FROM site_limits l WHERE l.site_id = $4 AND l.source IN ('', $1)
    AND l.suspended AND l.rule <> 'operator' AND l.since >= d.day AND l.since < d.day + 1) AS "wasSuspended"
FROM warm_up_days d WHERE source = $1 AND provider = $2 AND day < $3::date ORDER BY day DESC LIMIT 1`;

// The row is locked and read anew before SET is computed: takings follow one another and never pass what is allowed.
const TAKE = `
UPDATE warm_up_days SET taken = least(allowed, taken + $4), granted = least(allowed, taken + $4) - taken
WHERE source = $1 AND provider = $2 AND day = $3::date RETURNING granted::int AS granted`;

/** Warm-up of our addresses, shared by all workers. Days are those of `clock`, in UTC. */
export async function openWarmUp(db: Pick<Database, 'query'> & Sql, clock: Clock = Date.now): Promise<WarmUp> {
  let warming = new Set<string>();
  const reload = async () => {
    const rows = await db.query<{ source: string }>('SELECT source FROM warm_ups');
    warming = new Set(rows.map((row) => row.source));
  };
  await reload();
  const today = () => new Date(clock()).toISOString().slice(0, 10);
  const msToTomorrow = () => DAY_MS - (clock() % DAY_MS);

  /** Begins the day when nobody has. Answers what it allows. */
  const begin = async (source: string, provider: string, day: string, siteId: number): Promise<number> => {
    const of = [source, provider, day];
    const look = () =>
      db.query<{ allowed: number }>(
        'SELECT allowed::float8 AS allowed FROM warm_up_days WHERE source = $1 AND provider = $2 AND day = $3::date',
        of,
      );
    const [begun] = await look();
    if (begun) return begun.allowed;
    const [before] = await db.query<WarmUpDay>(BEFORE, [...of, siteId]);
    const step = nextWarmUpStep(before ?? null);
    await db.query(
      'INSERT INTO warm_up_days (source, provider, day, step, allowed) VALUES ($1, $2, $3::date, $4, $5) ON CONFLICT DO NOTHING',
      [...of, step, warmUpAllowance(step)],
    );
    return (await look())[0]!.allowed;
  };

  return {
    reload,
    isWarming: (source) => warming.has(source),
    async exhausted(sources, provider) {
      const rows = await db.query<{ source: string }>(
        'SELECT source FROM warm_up_days WHERE source = ANY ($1) AND provider = $2 AND day = $3::date AND taken >= allowed',
        [sources, provider, today()],
      );
      return new Set(rows.map((row) => row.source));
    },
    msToTomorrow,
    open(source, provider, siteId) {
      let day = today();
      const ofDay = () => [source, provider, day];
      return {
        async take() {
          day = today();
          const allowed = await begin(source, provider, day, siteId);
          const block = Math.max(1, Math.min(BLOCK_MAX, Math.floor(allowed / 20)));
          const [row] = await db.query<{ granted: number }>(TAKE, [...ofDay(), block]);
          const granted = row?.granted ?? 0;
          return { granted, waitMs: granted > 0 ? 0 : msToTomorrow() };
        },
        async giveBack(unused) {
          if (unused === 0) return;
          await db.query(
            'UPDATE warm_up_days SET taken = greatest(0, taken - $4) WHERE source = $1 AND provider = $2 AND day = $3::date',
            [...ofDay(), unused],
          );
        },
        async noteDeferred() {
          await db.query(
            'UPDATE warm_up_days SET deferred = deferred + 1 WHERE source = $1 AND provider = $2 AND day = $3::date',
            ofDay(),
          );
        },
      };
    },
  };
}
