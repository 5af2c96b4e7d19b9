import { formatId, type TenantSql } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { notFound, ok, type Result, refuse } from '../result.ts';
import { lookForRecords } from './look-for-records.ts';
import { DOMAIN_COLUMNS, type LeadsHere, type LookUpTxt, type SendingDomain } from './sending-domain.ts';

const FIND = `SELECT ${DOMAIN_COLUMNS} FROM sending_domains WHERE tenant_id = $1 AND id = $2`;

/**
 * Looks the records up now. The token alone verifies; a domain whose token is not there stays as it is, and its records
 * say what is missing. Refuses: 404, 409 when another tenant holds the domain, 503 when DNS could not be asked.
 */
export async function verifyDomain(
  sql: TenantSql,
  lookUpTxt: LookUpTxt,
  id: number,
  leadsHere?: LeadsHere,
): Promise<Result<SendingDomain>> {
  const [domain] = await sql.query<SendingDomain>(FIND, [sql.scope.tenantId, id]);
  if (!domain) return notFound('domain');
  const found = await lookForRecords(domain, lookUpTxt, leadsHere);
  if (!found) {
    const asked = refuse(503, 'dns_unavailable', `The name servers of ${domain.name} did not answer. Try again later.`);
    return { ...asked, retryAfterSeconds: 60 };
  }
  await sql.query('UPDATE sending_domains SET found = $3::jsonb, checked_at = now() WHERE tenant_id = $1 AND id = $2', [
    sql.scope.tenantId,
    id,
    JSON.stringify(found),
  ]);
  if (found.token) {
    const [held] = await sql.query<{ held: boolean }>('SELECT hold_domain($1) AS held', [id]);
    if (!held?.held) {
      return refuse(
        409,
        'domain_taken',
        `${domain.name} is verified by another account. It must be given up there first.`,
      );
    }
    if (domain.status !== 'verified') {
      await writeAudit(sql, 'domain.verify', formatId('domain', id), { name: domain.name });
    }
  }
  const [after] = await sql.query<SendingDomain>(FIND, [sql.scope.tenantId, id]);
  return ok(after!);
}
