import type { Sql } from '@hikyaku/db';

export type DueEndpoint = { readonly id: number; readonly waited_seconds: number };

/** Endpoints at which something is due, the longest waiting first. One index probe for each endpoint, whatever waits there. */
export const listDueEndpoints = (engine: Sql): Promise<DueEndpoint[]> =>
  engine.query<DueEndpoint>(
    `SELECT w.id, extract(epoch FROM now() - d.due_at)::float8 AS waited_seconds FROM webhooks w CROSS JOIN LATERAL (
       SELECT due_at FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.due_at <= now() ORDER BY d.due_at LIMIT 1) d
     WHERE w.active ORDER BY d.due_at`,
  );
