import type { Database } from '@hikyaku/db';

const PORTION = 2_000;

// What settle does, with the ledger of a home in the place of an answer: rows, batches, attempts, events, outbox, counts.
// Batches are locked first and in order, as whoever takes one away locks them. Nothing is claimed while all is held.
const APPLY = `
WITH e AS MATERIALIZED (
  SELECT delivery_id AS id, state FROM egress_evidence ORDER BY delivery_id LIMIT $1 FOR UPDATE
), b AS MATERIALIZED (
  SELECT id FROM batches WHERE id IN (SELECT d.batch_id FROM e JOIN deliveries d ON d.id = e.id) AND state <> 1 ORDER BY id FOR NO KEY UPDATE
), u AS (
  UPDATE deliveries d SET state = e.state, due_at = NULL, batch_id = 0, attempts = d.attempts + 1, first_at = coalesce(d.first_at, now())
  FROM e WHERE d.id = e.id AND d.state IN (0, 1, 7) AND (d.batch_id = 0 OR d.batch_id IN (SELECT id FROM b))
  RETURNING d.id, d.tenant_id, d.campaign_id, d.state, d.attempts, old.state AS was, old.batch_id AS batch
), batch AS (
  UPDATE batches SET queued = batches.queued - x.queued, deferred = batches.deferred - x.deferred
  FROM (SELECT batch, count(*) FILTER (WHERE was = 0) AS queued, count(*) FILTER (WHERE was = 1) AS deferred FROM u WHERE batch > 0 GROUP BY batch) x
  WHERE batches.id = x.batch
), attempt AS (
  INSERT INTO attempts (delivery_id, n, tenant_id, at, outcome, reply)
  SELECT id, attempts, tenant_id, now(), state, 'settled before the database was restored: the ledger of the sending machine says so' FROM u
  ON CONFLICT DO NOTHING
), event AS (
  INSERT INTO events (delivery_id, tenant_id, campaign_id, type, attempt)
  SELECT id, tenant_id, campaign_id, CASE state WHEN 2 THEN 2 WHEN 3 THEN 4 WHEN 4 THEN 5 ELSE 8 END, attempts FROM u RETURNING id, tenant_id
), box AS (
  INSERT INTO outbox (tenant_id, event_ids)
  SELECT e.tenant_id, array_agg(e.id ORDER BY e.id) FROM event e
  WHERE EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = e.tenant_id AND w.active) GROUP BY e.tenant_id
), delta AS (
  INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, deferred, delivered, bounced, expired, unconfirmed)
  SELECT tenant_id, campaign_id, -count(*) FILTER (WHERE was = 0), -count(*) FILTER (WHERE was = 1),
    count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 3), count(*) FILTER (WHERE state = 4),
    count(*) FILTER (WHERE state = 7) - count(*) FILTER (WHERE was = 7)
  FROM u WHERE campaign_id > 0 GROUP BY tenant_id, campaign_id
), gone AS (
  DELETE FROM egress_evidence WHERE delivery_id IN (SELECT id FROM e)
)
SELECT (SELECT count(*) FROM e)::int AS taken, (SELECT count(*) FROM u)::int AS settled, ARRAY(SELECT DISTINCT batch FROM u WHERE batch > 0) AS batches`;

/**
 * Settles whoever the evidence says is settled, with the counts, in portions of 2,000. Call it while everything is held and
 * no batch is claimed. Answers how many rows moved.
 */
export async function applyEvidence(db: Database): Promise<number> {
  let settled = 0;
  for (let more = true; more; ) {
    more = await db.transaction(async (sql) => {
      const [row] = await sql.query<{ taken: number; settled: number; batches: number[] }>(APPLY, [PORTION]);
      await sql.query('DELETE FROM batches WHERE id = ANY ($1) AND state <> 1 AND queued = 0 AND deferred = 0', [
        row!.batches,
      ]);
      settled += row!.settled;
      return row!.taken > 0;
    });
  }
  return settled;
}
