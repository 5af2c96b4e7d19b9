import type { Sql } from '@hikyaku/db';
import { COUNTED } from './count-columns.ts';

/** Deltas that one call adds up at most. */
const FOLD_MAX = 20_000;

/**
 * Adds deltas up into `campaign_counts` in one statement, so that a reader sees each number either as delta or folded.
 * Safe beside writers and other folders. `sql` is the engine's. Returns how many deltas it folded.
 */
export async function foldCounts(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ folded: number }>(FOLD, [FOLD_MAX]);
  return row!.folded;
}

const names = COUNTED.join(', ');

const FOLD = `
  WITH taken AS (
    DELETE FROM campaign_deltas WHERE id IN (SELECT id FROM campaign_deltas ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING *
  ), added AS (
    INSERT INTO campaign_counts (campaign_id, tenant_id, ${names})
    SELECT campaign_id, tenant_id, ${COUNTED.map((n) => `sum(${n})`).join(', ')}
    FROM taken GROUP BY campaign_id, tenant_id ORDER BY campaign_id
    ON CONFLICT (campaign_id) DO UPDATE SET ${COUNTED.map((n) => `${n} = campaign_counts.${n} + excluded.${n}`).join(', ')}
  )
  SELECT count(*) AS folded FROM taken`;
