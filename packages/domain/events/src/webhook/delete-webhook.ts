import { formatId, type TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result, writeAudit } from '@hikyaku/tenancy';

/** Deletes an endpoint with what waits for it and what was tried. */
export async function deleteWebhook(sql: TenantSql, id: number): Promise<Result<void>> {
  const [gone] = await sql.query<{ url: string }>(
    'DELETE FROM webhooks WHERE id = $1 AND tenant_id = $2 RETURNING url',
    [id, sql.scope.tenantId],
  );
  if (!gone) return notFound('webhook');
  await writeAudit(sql, 'webhook.delete', formatId('webhook', id), { url: gone.url });
  return ok(undefined);
}
