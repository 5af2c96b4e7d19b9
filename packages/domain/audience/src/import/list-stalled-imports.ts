import type { Sql } from '@hikyaku/db';

/** An import without progress for this long has lost its runner, or its wake-up. */
export const STALLED_SECONDS = 30;

/** Imports of all tenants that should run and do not: a sweeper wakes them again. Takes the `engine` pool. */
export const listStalledImports = (engine: Sql): Promise<{ tenantId: number; importId: number }[]> =>
  engine.query(
    `SELECT tenant_id AS "tenantId", id AS "importId" FROM imports
     WHERE status IN ('pending', 'running') AND size_bytes > 0 AND touched_at < now() - $1 * interval '1 second'
     ORDER BY touched_at LIMIT 100`,
    [STALLED_SECONDS],
  );

/** Forgets uploads that were never finished, a day later. Takes the `engine` pool. */
export async function dropAbandonedImports(engine: Sql): Promise<void> {
  await engine.query(
    `DELETE FROM imports WHERE status = 'pending' AND size_bytes = 0 AND touched_at < now() - interval '1 day'`,
  );
}
