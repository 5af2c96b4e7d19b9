import type { Database, Sql } from '@hikyaku/db';
import { REASONS } from '@hikyaku/mail';
import { arrayText } from './array-text.ts';
import type { Outcome } from './outcome.ts';

/** An outcome whose replies are numbers of the table `replies`. */
export type NumberedOutcome = Omit<Outcome, 'said'> & { readonly said: readonly number[] };

/**
 * One statement settles a commit: rows (fence compared), batches, attempts, events, outbox, counts, suppressions.
 * A row moves when the batch is still claimed under the outcome's fence; or when the row was given up as unknown at
 * just this attempt and the outcome is the late evidence (a journal that came back).
 * Batches are locked first and in order, as whoever takes a batch away locks them, and addresses in order: no deadlock.
 */
const SETTLE = `
WITH o AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS o (id bigint, batch bigint, fence int, state smallint, n smallint, reason smallint,
    suppress smallint, due timestamptz, site int, event smallint, at timestamptz, ms int, code smallint, enhanced text, reply text,
    connection bigint, said int[], unknown boolean, tell smallint)
), b AS MATERIALIZED (
  SELECT id, fence FROM batches WHERE id = ANY ($5::bigint[]) AND state = 1 ORDER BY id FOR NO KEY UPDATE
), u AS (
  UPDATE deliveries d SET state = o.state, due_at = o.due, batch_id = 0, site_id = o.site, reason = o.reason,
    attempts = CASE WHEN o.n > 0 THEN o.n ELSE d.attempts END,
    first_at = CASE WHEN o.n > 0 THEN coalesce(d.first_at, o.at) ELSE d.first_at END
  FROM o LEFT JOIN b ON b.id = o.batch AND b.fence = o.fence
  WHERE d.id = o.id AND (
    (b.id IS NOT NULL AND d.batch_id = o.batch AND d.state IN (0, 1))
    OR (d.state IN (1, 7) AND d.batch_id = 0 AND d.attempts = o.n AND o.state IN (2, 3)))
  RETURNING d.id, d.tenant_id, d.campaign_id, d.state, old.state AS was, old.batch_id AS batch, o.n, o.reason, o.suppress, o.event, o.at, o.ms,
    o.code, o.enhanced, o.reply, o.connection, o.said, o.unknown, o.tell
), batch AS (
  UPDATE batches SET queued = batches.queued - x.queued, deferred = batches.deferred - x.deferred
  FROM (SELECT batch, count(*) FILTER (WHERE was = 0) AS queued, count(*) FILTER (WHERE was = 1) AS deferred FROM u WHERE batch > 0 GROUP BY batch) x
  WHERE batches.id = x.batch
), attempt AS (
  INSERT INTO attempts (delivery_id, n, tenant_id, at, connection_id, outcome, reason, code, enhanced, reply, duration_ms, said)
  SELECT id, n, tenant_id, at, connection, CASE WHEN unknown THEN 7 ELSE state END, reason, code, enhanced, reply, ms, said FROM u WHERE n > 0
  ON CONFLICT (delivery_id, n) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, code = excluded.code,
    enhanced = excluded.enhanced, reply = excluded.reply, duration_ms = excluded.duration_ms, said = excluded.said, connection_id = excluded.connection_id
), report AS (
  INSERT INTO dsn_reports (delivery_id, action, tenant_id, attempt, at) SELECT id, tell, tenant_id, nullif(n, 0), at FROM u WHERE tell > 0
  ON CONFLICT DO NOTHING
), event AS (
  INSERT INTO events (delivery_id, tenant_id, campaign_id, type, attempt, at)
  SELECT id, tenant_id, campaign_id, event, nullif(n, 0), at FROM u WHERE event > 0
  RETURNING id, tenant_id
), box AS (
  INSERT INTO outbox (tenant_id, event_ids)
  SELECT e.tenant_id, array_agg(e.id ORDER BY e.id) FROM event e
  WHERE EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = e.tenant_id AND w.active) GROUP BY e.tenant_id
), delta AS (
  INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, sending, deferred, delivered, bounced, expired, suppressed, canceled, unconfirmed)
  SELECT tenant_id, campaign_id, count(*) FILTER (WHERE state = 0), - count(*) FILTER (WHERE batch > 0),
    count(*) FILTER (WHERE state = 1) - count(*) FILTER (WHERE was = 1 AND batch = 0),
    count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 3), count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 5),
    count(*) FILTER (WHERE state = 6), count(*) FILTER (WHERE state = 7) - count(*) FILTER (WHERE was = 7)
  FROM u WHERE campaign_id > 0 GROUP BY tenant_id, campaign_id
), done AS (
  DELETE FROM intents WHERE worker = $2 AND seq = ANY ($3::bigint[])
), bad AS (
  INSERT INTO suppressions (tenant_id, email, reason, scope, delivery_id, detail)
  SELECT u.tenant_id, r.email, ($4::text[])[u.reason], 3, u.id, left(u.reply, 500) FROM u JOIN recipients r ON r.id = u.id
  WHERE u.suppress = 1 AND u.state = 3 ORDER BY u.tenant_id, r.email
  ON CONFLICT DO NOTHING
), doubtful AS (
  INSERT INTO address_faults AS f (tenant_id, email)
  SELECT DISTINCT u.tenant_id, r.email FROM u JOIN recipients r ON r.id = u.id WHERE u.suppress = 2 AND u.state = 3
  ORDER BY u.tenant_id, r.email
  ON CONFLICT (tenant_id, email) DO UPDATE SET faults = f.faults + 1, last_at = now()
  RETURNING f.tenant_id, f.email, f.faults
)
SELECT (SELECT count(*) FROM u)::int AS settled,
  (SELECT jsonb_agg(jsonb_build_array(tenant_id, email)) FROM doubtful WHERE faults >= 2) AS again`;

const REASON_NAMES = `{${REASONS.join(',')}}`;

/** Commits outcomes, at most a few thousand. Answers how many rows moved; the others belong to somebody else by now. */
export async function settle(
  db: Database,
  worker: string,
  outcomes: readonly NumberedOutcome[],
  intents: readonly number[],
): Promise<number> {
  return db.transaction(async (sql) => {
    const [row] = await sql.query<{ settled: number; again: [number, string][] | null }>(SETTLE, [
      JSON.stringify(outcomes),
      worker,
      arrayText(intents),
      REASON_NAMES,
      // Told apart from the outcomes, so that the planner knows how many there are.
      arrayText([...new Set(outcomes.map((one) => one.batch))]),
    ]);
    if (row!.again) await suppressAgain(sql, row!.again, outcomes);
    return row!.settled;
  });
}

/** An address that failed for the second time for a reason that suppresses then. */
async function suppressAgain(sql: Sql, addresses: readonly [number, string][], outcomes: readonly NumberedOutcome[]) {
  await sql.query(
    `INSERT INTO suppressions (tenant_id, email, reason, scope, delivery_id, detail)
     SELECT DISTINCT ON (r.tenant_id, r.email) r.tenant_id, r.email, ($3::text[])[o.reason], 3, r.id, left(o.reply, 500)
     FROM jsonb_to_recordset($1::jsonb) AS o (id bigint, reason int, reply text) JOIN recipients r ON r.id = o.id
     WHERE (r.tenant_id, r.email) IN (SELECT (a ->> 0)::int, a ->> 1 FROM jsonb_array_elements($2::jsonb) a)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(outcomes.filter((one) => one.suppress === 2)), JSON.stringify(addresses), REASON_NAMES],
  );
}
