import type { Sql } from '@hikyaku/db';
import type { DueFact } from './claim-due.ts';
import type { Posted } from './post-webhook.ts';
import { retryDelay } from './retry-delay.ts';

export type Tried = { readonly fact: DueFact; readonly at: Date; readonly posted: Posted };

/**
 * Keeps every attempt and moves each fact on: delivered, due again, or given up after three days. A fact that was replayed
 * meanwhile stays due.
 */
export async function settleAttempts(engine: Sql, webhookId: number, tried: readonly Tried[]): Promise<void> {
  if (tried.length === 0) return;
  const delays = tried.map(({ fact, at, posted }) =>
    posted.error === null ? null : retryDelay(fact.attempts, (at.getTime() - fact.begun_at.getTime()) / 1_000),
  );
  await engine.query(SETTLE, [
    webhookId,
    tried.map(({ fact }) => fact.id),
    tried.map(({ fact }) => fact.tenant_id),
    tried.map(({ fact }) => fact.attempts),
    tried.map(({ at }) => at.toISOString()),
    tried.map(({ posted }) => posted.status),
    tried.map(({ posted }) => posted.error),
    tried.map(({ posted }) => posted.durationMs),
    tried.map(({ posted }) => posted.response),
    delays,
  ]);
}

const SETTLE = `
  WITH tried AS (
    SELECT * FROM unnest($2::bigint[], $3::int[], $4::int[], $5::timestamptz[], $6::int[], $7::text[], $8::int[], $9::text[], $10::int[])
      AS t (id, tenant_id, attempts, at, status, error, duration_ms, response, delay)
  ), kept AS (
    INSERT INTO webhook_attempts (tenant_id, webhook_id, webhook_delivery_id, at, status, error, duration_ms, response)
    SELECT t.tenant_id, $1, t.id, t.at, t.status, t.error, t.duration_ms, t.response FROM tried t
    WHERE EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.id = t.id)
  )
  UPDATE webhook_deliveries d SET
    state = CASE WHEN t.error IS NULL THEN 1 WHEN t.delay IS NULL THEN 2 ELSE 0 END,
    due_at = CASE WHEN t.error IS NULL THEN NULL ELSE now() + make_interval(secs => t.delay) END
  FROM tried t WHERE d.id = t.id AND d.attempts = t.attempts AND d.state = 0`;
