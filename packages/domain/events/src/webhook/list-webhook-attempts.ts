import type { TenantSql } from '@hikyaku/db';

export type WebhookAttempt = {
  readonly id: number;
  /** `evt_` outside: the webhook-id of the request. */
  readonly eventId: number;
  readonly type: string;
  readonly at: Date;
  readonly status: number | null;
  /** Null for a success. */
  readonly error: string | null;
  readonly durationMs: number;
  readonly response: string;
  /** When the same fact is tried next; null when it is delivered or given up. */
  readonly dueAt: Date | null;
};

/** One page of what was tried at an endpoint, newest first. */
export async function listWebhookAttempts(
  sql: TenantSql,
  page: { readonly webhookId: number; readonly limit: number; readonly cursor?: number | null },
): Promise<{ rows: WebhookAttempt[]; nextCursor: number | null }> {
  const rows = await sql.query<WebhookAttempt>(
    `SELECT a.id, d.event_id AS "eventId", d.type, a.at, a.status, a.error, a.duration_ms AS "durationMs", a.response, d.due_at AS "dueAt"
     FROM webhook_attempts a JOIN webhook_deliveries d ON d.id = a.webhook_delivery_id
     WHERE a.webhook_id = $1 AND a.tenant_id = $2 AND ($3::bigint IS NULL OR a.id < $3) ORDER BY a.id DESC LIMIT $4`,
    [page.webhookId, sql.scope.tenantId, page.cursor ?? null, page.limit + 1],
  );
  const kept = rows.slice(0, page.limit);
  return { rows: kept, nextCursor: rows.length > page.limit ? (kept.at(-1)?.id ?? null) : null };
}
