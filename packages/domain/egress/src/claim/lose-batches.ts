import type { Database, Sql } from '@hikyaku/db';
import { REASONS } from '@hikyaku/mail';

// Rows of a lost batch that an intent names may have been committed by the receiver: nobody can know. Bulk is not sent
// again; transactional mail is, once, with the same Message-ID: unless an earlier attempt had such an end.
const GIVE_UP = `
WITH i AS MATERIALIZED (
  SELECT DISTINCT u.id, EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = u.id AND a.outcome = 7) AS before FROM intents i CROSS JOIN LATERAL unnest(i.ids, i.batch_ids, i.fences) AS u (id, batch, fence)
  WHERE i.worker = $3 AND u.batch = $1 AND u.fence = $2
), u AS (
  UPDATE deliveries d SET batch_id = 0, attempts = d.attempts + 1, first_at = coalesce(d.first_at, now()), reason = $5,
    state = CASE WHEN d.stream = 1 OR i.before THEN 7 ELSE 1 END,
    due_at = CASE WHEN d.stream = 1 OR i.before THEN NULL ELSE now() + $4 * interval '1 ms' END
  FROM i WHERE d.id = i.id AND d.batch_id = $1 AND d.state IN (0, 1)
  RETURNING d.id, d.tenant_id, d.campaign_id, d.attempts, d.state, old.state AS was
), attempt AS (
  INSERT INTO attempts (delivery_id, n, tenant_id, at, outcome, reason, reply)
  SELECT id, attempts, tenant_id, now(), 7, $5, 'the worker stopped while the answer to the message was awaited' FROM u
), event AS (
  INSERT INTO events (delivery_id, tenant_id, campaign_id, type, attempt)
  SELECT id, tenant_id, campaign_id, CASE WHEN state = 7 THEN 8 ELSE 3 END, attempts FROM u RETURNING id, tenant_id
), box AS (
  INSERT INTO outbox (tenant_id, event_ids)
  SELECT e.tenant_id, array_agg(e.id ORDER BY e.id) FROM event e
  WHERE EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = e.tenant_id AND w.active) GROUP BY e.tenant_id
)
SELECT count(*)::int AS unknown, count(*) FILTER (WHERE state = 7)::int AS unconfirmed,
  count(*) FILTER (WHERE was = 0)::int AS queued, count(*) FILTER (WHERE was = 1)::int AS deferred FROM u`;

const RETURN = `
WITH back AS (
  UPDATE batches SET fence = fence + 1, worker = NULL, lease_until = NULL, queued = queued - $3, deferred = deferred - $4,
    state = CASE WHEN EXISTS (SELECT 1 FROM campaigns c WHERE c.id = batches.campaign_id AND c.status = 'paused') THEN 2 ELSE 0 END
  WHERE id = $1 AND fence = $2
  RETURNING id, tenant_id, campaign_id, queued, deferred
), delta AS (
  INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, deferred, sending, unconfirmed)
  SELECT tenant_id, campaign_id, queued, deferred + $6, -(queued + deferred + $3 + $4), $5 FROM back WHERE campaign_id > 0
)
SELECT id FROM back WHERE queued + deferred = 0`;

export type Lost = {
  readonly batches: number;
  readonly unconfirmed: number;
  readonly sites: readonly { siteId: number; stream: number }[];
};

/**
 * Takes claimed batches away: all of one worker (it has come back and has replayed its journal), or those whose lease
 * ran out. `retryMs` is when a transactional message whose fate is unknown is tried again (15 minutes, scaled).
 */
export async function loseBatches(
  db: Database,
  whose: { readonly worker: string } | 'expired',
  retryMs: number,
): Promise<Lost> {
  const found = await db.query<{ id: number; site_id: number; stream: number }>(
    whose === 'expired'
      ? 'SELECT id, site_id, stream FROM batches WHERE state = 1 AND lease_until < now() ORDER BY id LIMIT 1000'
      : 'SELECT id, site_id, stream FROM batches WHERE state = 1 AND worker = $1 ORDER BY id',
    whose === 'expired' ? [] : [whose.worker],
  );
  let unconfirmed = 0;
  for (const batch of found) {
    unconfirmed += await db.transaction((sql) => loseBatch(sql, batch.id, whose, retryMs));
  }
  const sites = new Map(
    found.map((row) => [`${row.site_id}:${row.stream}`, { siteId: row.site_id, stream: row.stream }]),
  );
  return { batches: found.length, unconfirmed, sites: [...sites.values()] };
}

async function loseBatch(
  sql: Sql,
  id: number,
  whose: { worker: string } | 'expired',
  retryMs: number,
): Promise<number> {
  const [batch] = await sql.query<{ fence: number; worker: string; late: boolean }>(
    'SELECT fence, worker, lease_until < now() AS late FROM batches WHERE id = $1 AND state = 1 FOR NO KEY UPDATE',
    [id],
  );
  if (!batch || (whose === 'expired' ? !batch.late : batch.worker !== whose.worker)) return 0;
  const [given] = await sql.query<{ unknown: number; unconfirmed: number; queued: number; deferred: number }>(GIVE_UP, [
    id,
    batch.fence,
    batch.worker,
    retryMs,
    REASONS.indexOf('network') + 1,
  ]);
  const { unknown, unconfirmed, queued, deferred } = given!;
  const empty = await sql.query(RETURN, [id, batch.fence, queued, deferred, unconfirmed, unknown - unconfirmed]);
  if (empty.length > 0) await sql.query('DELETE FROM batches WHERE id = $1', [id]);
  return unconfirmed;
}
