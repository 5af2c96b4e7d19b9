import type { Sql } from '@hikyaku/db';

const KEPT_DAYS = 30;
const ROWS_AT_ONCE = 10_000;

/** Forgets facts that were delivered or given up 30 days ago, with their attempts. Returns how many. */
export async function pruneDeliveries(engine: Sql): Promise<number> {
  const rows = await engine.query(
    `DELETE FROM webhook_deliveries WHERE id IN (
       SELECT id FROM webhook_deliveries WHERE begun_at < now() - make_interval(days => ${KEPT_DAYS}) AND due_at IS NULL LIMIT $1)
     RETURNING 1`,
    [ROWS_AT_ONCE],
  );
  return rows.length;
}
