import { formatId, type TenantSql } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { notFound, ok, type Result } from '../result.ts';

/** Ends a key or an SMTP login at once and for good. 404 when it is unknown or was revoked before. */
export async function revokeApiKey(sql: TenantSql, id: number): Promise<Result<void>> {
  const rows = await sql.query(
    'UPDATE api_keys SET revoked_at = now() WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id',
    [sql.scope.tenantId, id],
  );
  if (rows.length === 0) return notFound('key');
  await writeAudit(sql, 'key.revoke', formatId('key', id));
  return ok(undefined);
}
