import type { Sql } from '@hikyaku/db';
import { eventNumber, listenersOf } from '@hikyaku/events';

/**
 * Cancels the open rows that `open` selects (id, state; $1 is the campaign, `values` follow), with their events, what
 * webhooks must hear and the counts, in one statement. Returns how many there were.
 */
export async function recordCanceled(
  sql: Sql,
  campaignId: number,
  open: string,
  values: readonly unknown[],
): Promise<number> {
  const type = eventNumber('email.canceled');
  const listeners = `$${values.length + 2}`;
  const [row] = await sql.query<{ canceled: number }>(
    `WITH open AS MATERIALIZED (${open}), changed AS (
       UPDATE deliveries d SET state = 6, batch_id = 0, due_at = NULL FROM open o WHERE d.id = o.id
       RETURNING d.id, d.tenant_id, o.state
     ), told AS (
       INSERT INTO events (delivery_id, tenant_id, campaign_id, type) SELECT id, tenant_id, $1, ${type} FROM changed
       RETURNING id, tenant_id
     ), heard AS (
       INSERT INTO outbox (tenant_id, event_ids) SELECT tenant_id, array_agg(id) FROM told t
       WHERE EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = t.tenant_id AND w.active AND w.events && ${listeners}::text[])
       GROUP BY tenant_id
     ), counted AS (
       INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, deferred, canceled)
       SELECT tenant_id, $1, -count(*) FILTER (WHERE state = 0), -count(*) FILTER (WHERE state = 1), count(*)
       FROM changed GROUP BY tenant_id
     )
     SELECT count(*) AS canceled FROM changed`,
    [campaignId, ...values, listenersOf('email.canceled')],
  );
  return row!.canceled;
}
