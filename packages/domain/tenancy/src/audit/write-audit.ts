import type { TenantSql } from '@hikyaku/db';

/**
 * Notes who did what, in the transaction that does it. `action` is `noun.verb` (`campaign.send`), `target` the public id
 * or name of what it was done to; `detail` never holds a secret. Rows are never changed: no login may.
 */
export async function writeAudit(
  sql: TenantSql,
  action: string,
  target: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await sql.query(
    'INSERT INTO audit_log (tenant_id, actor, action, target, detail) VALUES ($1, $2, $3, $4, $5::jsonb)',
    [sql.scope.tenantId, sql.scope.actor, action, target, JSON.stringify(detail)],
  );
}
