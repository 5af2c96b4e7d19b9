import type { Sql } from '@hikyaku/db';
import { EVENT_TYPES } from '../event-types.ts';

/** Rows of the outbox that one statement takes; each may name some hundred events. */
const ROWS_AT_ONCE = 100;

/**
 * Turns what the outbox says into one row per fact and listening endpoint, and forgets it, in one statement. Facts of the
 * ledger are referred to, others carry their body and get a number of the same sequence. Returns how many rows of the
 * outbox it took.
 */
export async function expandOutbox(engine: Sql): Promise<number> {
  const [row] = await engine.query<{ taken: number }>(EXPAND, [ROWS_AT_ONCE, EVENT_TYPES]);
  return row!.taken;
}

const EXPAND = `
  WITH taken AS (
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING *
  ), facts AS (
    SELECT e.id AS event_id, e.delivery_id, e.tenant_id, ($2::text[])[e.type] AS type, NULL::jsonb AS body, e.at
    FROM taken t CROSS JOIN LATERAL unnest(t.event_ids) u(id) JOIN events e ON e.tenant_id = t.tenant_id AND e.id = u.id
    UNION ALL
    SELECT nextval('event_numbers'), NULL, tenant_id, body ->> 'type', body, at FROM taken WHERE body IS NOT NULL
  ), laid AS (
    INSERT INTO webhook_deliveries (tenant_id, webhook_id, event_id, delivery_id, type, body, at, due_at)
    SELECT f.tenant_id, w.id, f.event_id, f.delivery_id, f.type, f.body, f.at, now()
    FROM facts f JOIN webhooks w ON w.tenant_id = f.tenant_id AND w.active
      AND w.events && ARRAY[f.type, split_part(f.type, '.', 1) || '.*', '*']
    ORDER BY f.event_id
  )
  SELECT count(*) AS taken FROM taken`;
