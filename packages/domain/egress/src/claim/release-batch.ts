import type { Sql } from '@hikyaku/db';

// A batch with nobody left is gone; another becomes ready again, or held when its campaign was paused meanwhile.
const RELEASE = `
WITH gone AS (
  DELETE FROM batches WHERE id = $1 AND fence = $2 AND state = 1 AND queued = 0 AND deferred = 0 RETURNING id
), back AS (
  UPDATE batches SET fence = fence + 1, worker = NULL, lease_until = NULL,
    state = CASE WHEN EXISTS (SELECT 1 FROM campaigns c WHERE c.id = batches.campaign_id AND c.status = 'paused') THEN 2 ELSE 0 END
  WHERE id = $1 AND fence = $2 AND state = 1 AND queued + deferred > 0
  RETURNING tenant_id, campaign_id, queued, deferred
), delta AS (
  INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, deferred, sending)
  SELECT tenant_id, campaign_id, queued, deferred, -(queued + deferred) FROM back WHERE campaign_id > 0
)
SELECT count(*)::int AS back FROM back`;

/** Gives a claimed batch back. True when somebody is still in it. Call it after its outcomes are committed. */
export async function releaseBatch(sql: Sql, batch: { id: number; fence: number }): Promise<boolean> {
  const [row] = await sql.query<{ back: number }>(RELEASE, [batch.id, batch.fence]);
  return row!.back > 0;
}
