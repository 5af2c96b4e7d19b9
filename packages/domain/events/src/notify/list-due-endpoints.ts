import type { Sql } from '@hikyaku/db';

/** Endpoints at which something is due, the longest waiting first. One index probe for each endpoint, whatever waits there. */
export async function listDueEndpoints(engine: Sql): Promise<number[]> {
  const rows = await engine.query<{ id: number }>(
    `SELECT w.id FROM webhooks w CROSS JOIN LATERAL (
       SELECT due_at FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.due_at <= now() ORDER BY d.due_at LIMIT 1) d
     WHERE w.active ORDER BY d.due_at`,
  );
  return rows.map((row) => row.id);
}
