import type { Sql } from '@hikyaku/db';

/** A fact is given up after three days; what is that old still waits for an endpoint that is closed. */
const KEPT_DAYS = 30;
const ROWS_AT_ONCE = 10_000;

/** Forgets facts of 30 days ago with their attempts, `most` at a time. Returns true when there may be more. */
export async function pruneDeliveries(engine: Sql, most = ROWS_AT_ONCE): Promise<boolean> {
  const rows = await engine.query(
    `DELETE FROM webhook_deliveries WHERE id IN (
       SELECT id FROM webhook_deliveries WHERE begun_at < now() - make_interval(days => ${KEPT_DAYS}) ORDER BY begun_at LIMIT $1)
     RETURNING 1`,
    [most],
  );
  return rows.length >= most;
}
