import type { Sql } from '@hikyaku/db';

/**
 * A batch that came back while its campaign's status changed may have read the old one: holds ready batches of paused and
 * canceled campaigns, and releases held ones of running campaigns. Returns the sites that got ready batches.
 */
export async function alignBatches(engine: Sql): Promise<number[]> {
  await engine.query(
    `UPDATE batches b SET state = 2 FROM campaigns c
     WHERE b.campaign_id = c.id AND b.campaign_id > 0 AND b.state = 0 AND c.status IN ('paused', 'canceled') AND c.completed_at IS NULL`,
  );
  const released = await engine.query<{ site_id: number }>(
    `WITH released AS (
       UPDATE batches b SET state = 0 FROM campaigns c
       WHERE b.campaign_id = c.id AND b.campaign_id > 0 AND b.state = 2 AND c.status IN ('planning', 'sending') AND c.completed_at IS NULL
       RETURNING b.site_id
     ) SELECT DISTINCT site_id FROM released`,
  );
  return released.map((batch) => batch.site_id);
}
