import type { Sql } from '@hikyaku/db';

export type DueFact = {
  readonly id: number;
  readonly tenant_id: number;
  readonly event_id: number;
  readonly delivery_id: number | null;
  readonly type: string;
  readonly body: { readonly data: object } | null;
  readonly at: Date;
  /** This one included. */
  readonly attempts: number;
  readonly begun_at: Date;
};

/** Longer than any attempt takes: after a crash the fact is due again. */
const LEASE_SECONDS = 30;

/** Takes up to `limit` facts that are due at an endpoint. While they are sent nobody else gets them. */
export const claimDue = (engine: Sql, webhookId: number, limit: number): Promise<DueFact[]> =>
  engine.query<DueFact>(
    `WITH due AS (
       SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND due_at <= now() ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
     )
     UPDATE webhook_deliveries d SET due_at = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
     FROM due WHERE d.id = due.id
     RETURNING d.id, d.tenant_id, d.event_id, d.delivery_id, d.type, d.body, d.at, d.attempts, d.begun_at`,
    [webhookId, limit],
  );
