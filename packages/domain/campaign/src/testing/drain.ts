import type { Sql } from '@hikyaku/db';
import { writeDelta } from '../count/write-delta.ts';

type Batch = { id: number; tenant_id: number; campaign_id: number; queued: number; deferred: number };

/** What a drain does to the ledger, in the plainest SQL: claim a batch, settle some of its rows, give the rest back. */
export const drain = {
  /** Claims one ready batch of the campaign, like the MTA: the counts go to sending. */
  async claim(sql: Sql, campaignId: number): Promise<number | null> {
    const [batch] = await sql.query<Batch>(
      `UPDATE batches SET state = 1, fence = fence + 1, worker = 'w', lease_until = now() + interval '1 hour'
       WHERE id = (SELECT id FROM batches WHERE campaign_id = $1 AND state = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
      [campaignId],
    );
    if (!batch) return null;
    const { queued, deferred } = batch;
    await writeDelta(sql, batch.tenant_id, campaignId, {
      queued: -queued,
      deferred: -deferred,
      sending: queued + deferred,
    });
    return batch.id;
  },

  /** Gathers due rows into a claimed batch. */
  async gather(sql: Sql, campaignId: number): Promise<number | null> {
    const rows = await sql.query<{ id: number; tenant_id: number; site_id: number }>(
      `SELECT d.id, d.tenant_id, d.site_id FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
       WHERE d.campaign_id = $1 AND d.due_at IS NOT NULL AND d.batch_id = 0 AND c.status IN ('planning', 'sending')
       ORDER BY d.site_id LIMIT 20 FOR UPDATE OF d SKIP LOCKED`,
      [campaignId],
    );
    const same = rows.filter((row) => row.site_id === rows[0]!.site_id);
    if (same.length === 0) return null;
    const ids = same.map((row) => row.id);
    const [batch] = await sql.query<{ id: number }>(
      `INSERT INTO batches (tenant_id, campaign_id, site_id, stream, state, ids, deferred) VALUES ($1, $2, $3, 1, 1, $4, $5) RETURNING id`,
      [same[0]!.tenant_id, campaignId, same[0]!.site_id, ids, ids.length],
    );
    await sql.query('UPDATE deliveries SET batch_id = $2, due_at = NULL WHERE id = ANY ($1)', [ids, batch!.id]);
    await writeDelta(sql, same[0]!.tenant_id, campaignId, { deferred: -ids.length, sending: ids.length });
    return batch!.id;
  },

  /** Gives the first `count` open rows of a claimed batch this state, with an attempt and an event. */
  async settle(sql: Sql, batchId: number, state: 1 | 2 | 3, count: number): Promise<void> {
    const rows = await sql.query<{ id: number; tenant_id: number; campaign_id: number; was: number }>(
      `UPDATE deliveries d SET state = $2::int, batch_id = 0, due_at = CASE WHEN $2 = 1 THEN now() END, attempts = attempts + 1, reason = $4
       FROM (SELECT id, state AS was FROM deliveries WHERE batch_id = $1 AND state IN (0, 1) ORDER BY id LIMIT $3) o
       WHERE d.id = o.id RETURNING d.id, d.tenant_id, d.campaign_id, o.was`,
      [batchId, state, count, state === 3 ? 1 : 0],
    );
    if (rows.length === 0) return;
    const { tenant_id, campaign_id } = rows[0]!;
    const ids = rows.map((row) => row.id);
    await sql.query(
      `WITH tried AS (
         INSERT INTO attempts (delivery_id, n, tenant_id, at, outcome, code, reply)
         SELECT id, attempts, tenant_id, now(), state, 250, 'ok ' || id FROM deliveries WHERE id = ANY ($1)
         RETURNING delivery_id, n, tenant_id)
       INSERT INTO events (delivery_id, tenant_id, campaign_id, type, attempt)
       SELECT delivery_id, tenant_id, $2, $3::int, n FROM tried`,
      [ids, campaign_id, { 1: 3, 2: 2, 3: 4 }[state]],
    );
    const queued = rows.filter((row) => row.was === 0).length;
    await sql.query('UPDATE batches SET queued = queued - $2, deferred = deferred - $3 WHERE id = $1', [
      batchId,
      queued,
      rows.length - queued,
    ]);
    await sql.query('DELETE FROM batches WHERE id = $1 AND queued + deferred = 0', [batchId]);
    const name = { 1: 'deferred', 2: 'delivered', 3: 'bounced' }[state];
    await writeDelta(sql, tenant_id, campaign_id, { sending: -rows.length, [name]: rows.length });
  },

  /** Gives a claimed batch back: it obeys its campaign's status. */
  async release(sql: Sql, batchId: number): Promise<void> {
    const [batch] = await sql.query<Batch>(
      `UPDATE batches b SET worker = NULL, lease_until = NULL, state = CASE WHEN c.status IN ('planning', 'sending') THEN 0 ELSE 2 END
       FROM campaigns c WHERE b.id = $1 AND b.state = 1 AND c.id = b.campaign_id
       RETURNING b.id, b.tenant_id, b.campaign_id, b.queued, b.deferred`,
      [batchId],
    );
    if (!batch) return;
    const { queued, deferred } = batch;
    await writeDelta(sql, batch.tenant_id, batch.campaign_id, { queued, deferred, sending: -queued - deferred });
  },
};
