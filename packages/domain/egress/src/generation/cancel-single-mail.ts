import type { Database } from '@hikyaku/db';
import { eventNumber } from '@hikyaku/events';

const PORTION = 2_000;

// Messages of their own that were open when the database was put back: what was accepted since, and what was only to be
// sent later, has not gone out and goes on. Their batches (gathered from due rows) go first.
const CANCEL = `
WITH x AS MATERIALIZED (
  SELECT d.id, d.batch_id FROM deliveries d JOIN recipients r ON r.id = d.id
  WHERE (d.due_at IS NOT NULL OR d.batch_id IN (SELECT id FROM batches WHERE campaign_id = 0 AND state <> 1))
    AND d.campaign_id = 0 AND d.state IN (0, 1) AND r.created_at < $1 AND (d.state = 1 OR coalesce(d.due_at, $1) <= $1)
  ORDER BY d.id LIMIT ${PORTION} FOR UPDATE OF d
), b AS (
  SELECT x.batch_id AS id, count(*) FILTER (WHERE d.state = 0) AS queued, count(*) FILTER (WHERE d.state = 1) AS deferred
  FROM x JOIN deliveries d ON d.id = x.id WHERE x.batch_id > 0 GROUP BY 1
), lessened AS (
  UPDATE batches SET queued = batches.queued - b.queued, deferred = batches.deferred - b.deferred FROM b WHERE batches.id = b.id
), u AS (
  UPDATE deliveries d SET state = 6, due_at = NULL, batch_id = 0 FROM x WHERE d.id = x.id RETURNING d.id, d.tenant_id
), event AS (
  INSERT INTO events (delivery_id, tenant_id, type) SELECT id, tenant_id, $2 FROM u RETURNING id, tenant_id
), box AS (
  INSERT INTO outbox (tenant_id, event_ids)
  SELECT e.tenant_id, array_agg(e.id ORDER BY e.id) FROM event e
  WHERE EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = e.tenant_id AND w.active) GROUP BY e.tenant_id
)
SELECT count(*)::int AS canceled FROM u`;

/** Cancels all messages of their own that were open at `since`, when everything was held. Answers how many recipients. */
export async function cancelSingleMail(db: Database, since: Date): Promise<number> {
  let canceled = 0;
  for (let more = true; more; ) {
    more = await db.transaction(async (sql) => {
      const [row] = await sql.query<{ canceled: number }>(CANCEL, [since, eventNumber('email.canceled')]);
      await sql.query('DELETE FROM batches WHERE campaign_id = 0 AND state <> 1 AND queued = 0 AND deferred = 0');
      canceled += row!.canceled;
      return row!.canceled > 0;
    });
  }
  return canceled;
}
