import type { Database, Sql } from '@hikyaku/db';
import { recordCanceled } from './record-canceled.ts';

/** Batches, and rows waiting by themselves, that one transaction cancels at most. */
const BATCHES_AT_ONCE = 20;
const ROWS_AT_ONCE = 5_000;

/**
 * Cancels what is open in a canceled campaign and not being sent: the rows of batches that nobody holds, and rows that
 * wait for their time. In short transactions, each with its counts. Claimed batches are left until they come back.
 * Returns how many recipients it canceled; safe to call again at any time.
 */
export async function sweepCanceled(engine: Database, campaignId: number): Promise<number> {
  let total = 0;
  for (const step of [cancelBatches, cancelWaiting]) {
    let swept: number;
    do {
      swept = await engine.transaction(async (sql) =>
        (await isCanceled(sql, campaignId)) ? step(sql, campaignId) : 0,
      );
      total += swept;
    } while (swept > 0);
  }
  return total;
}

const isCanceled = async (sql: Sql, campaignId: number): Promise<boolean> =>
  (await sql.query(`SELECT 1 FROM campaigns WHERE id = $1 AND status = 'canceled'`, [campaignId])).length > 0;

/** The batch goes first: whoever would claim it waits for this transaction and then finds it gone. */
async function cancelBatches(sql: Sql, campaignId: number): Promise<number> {
  const batches = await sql.query<{ id: number; first_id: number; last_id: number; ids: number[] | null }>(
    `DELETE FROM batches WHERE id IN (
       SELECT id FROM batches WHERE campaign_id = $1 AND state IN (0, 2) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id, first_id, last_id, ids`,
    [campaignId, BATCHES_AT_ONCE],
  );
  if (batches.length === 0) return 0;
  const ranges = batches.filter((batch) => batch.ids === null);
  const canceled = await recordCanceled(
    sql,
    campaignId,
    `SELECT d.id, d.state FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) b(id, first_id, last_id)
     CROSS JOIN LATERAL (${RANGE}) d
     UNION ALL
     SELECT d.id, d.state FROM deliveries d
     WHERE d.id = ANY ($5::bigint[]) AND d.batch_id = ANY ($6::bigint[]) AND d.state IN (0, 1) AND d.campaign_id = $1`,
    [
      ranges.map((batch) => batch.id),
      ranges.map((batch) => batch.first_id),
      ranges.map((batch) => batch.last_id),
      batches.flatMap((batch) => batch.ids ?? []),
      batches.map((batch) => batch.id),
    ],
  );
  // A batch whose rows had all left it is progress too.
  return Math.max(canceled, batches.length);
}

const cancelWaiting = (sql: Sql, campaignId: number): Promise<number> =>
  recordCanceled(
    sql,
    campaignId,
    `SELECT d.id, d.state FROM deliveries d
     WHERE d.site_id = ANY (ARRAY(SELECT g.site_id FROM due_groups(NULL, NULL) g WHERE g.campaign_id = $1))
       AND d.stream = 1 AND d.campaign_id = $1 AND d.due_at IS NOT NULL AND d.batch_id = 0 AND d.state IN (0, 1)
     LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [ROWS_AT_ONCE],
  );

// OFFSET 0 keeps it a look-up by id for each batch: as a plain join, tables that were never analyzed are read whole.
const RANGE = `
  SELECT d.id, d.state FROM deliveries d
  WHERE d.id BETWEEN b.first_id AND b.last_id AND d.batch_id = b.id AND d.state IN (0, 1) AND d.campaign_id = $1 OFFSET 0`;
