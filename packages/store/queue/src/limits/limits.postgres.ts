import { answerPermits } from './gcra.ts';
import type { Clock, Limits, LimitsSql } from './limits.ts';

const NOW = `coalesce($1::bigint, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)`;

/**
 * The conflicting row is locked and read anew before SET is computed, so two calls for a key follow one another.
 * A call that had to wait for that counts from the instant at which it began: a little less is granted, never more.
 * $1 now or null, $2 key, $3 interval in microseconds, $4 burst, $5 want.
 */
const TAKE = `
WITH t AS MATERIALIZED (SELECT ${NOW} AS now, $3::float8 AS step, $4::float8 AS burst, $5::int AS want)
INSERT INTO limit_rates AS r (key, arrival_micros, granted)
SELECT $2, now + ceil(least(want, floor(burst)) * step)::bigint, least(want, floor(burst))::int FROM t
ON CONFLICT (key) DO UPDATE SET (arrival_micros, granted) = (
  SELECT CASE WHEN n = 0 THEN r.arrival_micros ELSE greatest(r.arrival_micros, now) + ceil(n * step)::bigint END, n
  FROM t, LATERAL (SELECT greatest(0, least(want,
    floor((now - greatest(r.arrival_micros, now) + step * burst) / step + 1e-6)))::int AS n) AS free)
RETURNING granted, arrival_micros AS "arrivalMicros", (SELECT now FROM t) AS "nowMicros"`;

/** Limits of all workers in Postgres. Without `clock` the instant is Postgres's own, so that machines need not agree. */
export function openPostgresLimits(sql: LimitsSql, clock?: Clock): Limits {
  const now = () => (clock ? Math.floor(clock() * 1_000) : null);
  const one = async <Row>(text: string, values: readonly unknown[]): Promise<Row> =>
    (await sql.query<Row>(text, values))[0]!;

  return {
    async takePermits(key, rate, want) {
      type Row = { granted: number; arrivalMicros: number; nowMicros: number };
      const row = await one<Row>(TAKE, [now(), key, 1_000_000 / rate.perSecond, rate.burst, want]);
      return answerPermits(row, rate, want);
    },
    async acquireLease(key, { limit, ttlMs }, holder) {
      const { waitMs } = await one<{ waitMs: number | null }>(
        `SELECT acquire_limit_lease($2, $3, $4, $5, ${NOW}) AS "waitMs"`,
        [now(), key, holder, limit, ttlMs],
      );
      return waitMs === null ? { ok: true } : { ok: false, waitMs };
    },
    async renewLease(key, holder, ttlMs) {
      const rows = await sql.query(
        `UPDATE limit_leases SET expires_micros = ${NOW} + $4::bigint * 1000
         WHERE key = $2 AND holder = $3 AND expires_micros > ${NOW} RETURNING holder`,
        [now(), key, holder, ttlMs],
      );
      return rows.length === 1;
    },
    async releaseLease(key, holder) {
      await sql.query('DELETE FROM limit_leases WHERE key = $1 AND holder = $2', [key, holder]);
    },
    async countLeases(key) {
      const { held } = await one<{ held: number }>(
        `SELECT count(*)::int AS held FROM limit_leases WHERE key = $2 AND expires_micros > ${NOW}`,
        [now(), key],
      );
      return held;
    },
    async sweep() {
      const { gone } = await one<{ gone: number }>(
        `WITH rates AS (DELETE FROM limit_rates WHERE arrival_micros <= ${NOW} RETURNING 1),
              leases AS (DELETE FROM limit_leases WHERE expires_micros <= ${NOW} RETURNING 1)
         SELECT ((SELECT count(*) FROM rates) + (SELECT count(*) FROM leases))::int AS gone`,
        [now()],
      );
      return gone;
    },
    close: async () => undefined,
  };
}
