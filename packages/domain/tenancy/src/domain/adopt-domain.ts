import { formatId, type TenantSql } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { ok, type Result, refuse } from '../result.ts';

/**
 * Counts a domain as verified without asking DNS: for the platform's own domain and for the seed of a sandbox, whose
 * zones the platform writes itself. Not for a tenant's request. 409 when another tenant holds it.
 */
export async function adoptDomain(sql: TenantSql, id: number): Promise<Result<void>> {
  const [held] = await sql.query<{ held: boolean }>('SELECT hold_domain($1) AS held', [id]);
  if (!held?.held) return refuse(409, 'domain_taken', 'Another account has verified this domain.');
  await sql.query('UPDATE sending_domains SET checked_at = now() WHERE tenant_id = $1 AND id = $2', [
    sql.scope.tenantId,
    id,
  ]);
  await writeAudit(sql, 'domain.adopt', formatId('domain', id));
  return ok(undefined);
}
