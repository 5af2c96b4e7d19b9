import { formatId, type TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result, refuse, writeAudit } from '@hikyaku/tenancy';
import { findWebhook } from './find-webhook.ts';

/** One attempt's fact again, or all facts of a time (`since` <= at < `until`); `onlyFailed` leaves out what was delivered. */
export type ReplayOrder = {
  readonly attemptId?: number | null;
  readonly since?: Date | null;
  readonly until?: Date | null;
  readonly onlyFailed?: boolean;
};

/** Sends facts again to an endpoint, under the webhook-id that they had. Answers how many. */
export async function replayWebhook(
  sql: TenantSql,
  id: number,
  order: ReplayOrder,
): Promise<Result<{ replayed: number }>> {
  const webhook = await findWebhook(sql, id);
  if (!webhook) return notFound('webhook');
  if (!webhook.active) return refuse(409, 'webhook_inactive', 'The endpoint answered 410 Gone: make a new webhook.');
  const rows = await sql.query(
    `UPDATE webhook_deliveries d SET state = 0, due_at = now(), attempts = 0, begun_at = now()
     WHERE d.webhook_id = $1 AND d.tenant_id = $2
       AND ($3::bigint IS NULL OR d.id = (SELECT webhook_delivery_id FROM webhook_attempts WHERE id = $3 AND webhook_id = $1))
       AND ($4::timestamptz IS NULL OR d.at >= $4) AND ($5::timestamptz IS NULL OR d.at < $5)
       AND (NOT $6 OR d.state = 2 OR (d.state = 0 AND d.attempts > 0)) RETURNING 1`,
    [
      id,
      sql.scope.tenantId,
      order.attemptId ?? null,
      order.since ?? null,
      order.until ?? null,
      order.onlyFailed ?? false,
    ],
  );
  if (order.attemptId && rows.length === 0) return notFound('attempt');
  await writeAudit(sql, 'webhook.replay', formatId('webhook', id), { replayed: rows.length });
  return ok({ replayed: rows.length });
}
