import type { TenantSql } from '@hikyaku/db';
import { listenersOf } from '../event-types.ts';

/**
 * Writes a fact that is not about one recipient (`campaign.*`, `contact.*`, `domain.*`) for the tenant's webhooks, in
 * the transaction of the fact. Writes nothing when nobody listens. `data` is the object as the API shows it.
 */
export async function announce(sql: TenantSql, type: string, data: object): Promise<void> {
  await sql.query(
    `INSERT INTO outbox (tenant_id, body)
     SELECT $1::int, $2::jsonb
     WHERE EXISTS (SELECT 1 FROM webhooks WHERE tenant_id = $1 AND active AND events && $3::text[])`,
    [sql.scope.tenantId, JSON.stringify({ type, data }), listenersOf(type)],
  );
}
