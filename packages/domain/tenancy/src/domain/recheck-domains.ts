import type { Sql } from '@hikyaku/db';
import { lookForRecords } from './look-for-records.ts';
import { DOMAIN_COLUMNS, type LeadsHere, type LookUpTxt, type SendingDomain } from './sending-domain.ts';

export type DomainChange = {
  readonly tenantId: number;
  readonly domainId: number;
  readonly name: string;
  readonly status: 'verified' | 'failed';
};

// The platform's own domains need no proof.
const DUE = `SELECT ${DOMAIN_COLUMNS} FROM sending_domains d
  WHERE status IN ('verified', 'failed') AND (checked_at IS NULL OR checked_at < now() - interval '1 day')
    AND NOT EXISTS (SELECT 1 FROM tenants t WHERE t.id = d.tenant_id AND t.is_system)
  ORDER BY checked_at NULLS FIRST LIMIT $1`;

// One empty answer must not stop a tenant's mail: three days without the token do.
const MISSING = `UPDATE sending_domains SET found = $2::jsonb, checked_at = now(), missing_since = coalesce(missing_since, now()),
    status = CASE WHEN missing_since < now() - interval '3 days' THEN 'failed' ELSE status END
  WHERE id = $1 RETURNING status`;

const FOUND = 'UPDATE sending_domains SET found = $2::jsonb, checked_at = now(), missing_since = NULL WHERE id = $1';

/**
 * Looks again at domains last looked at a day ago or more, at most `limit` of them. `engineSql`: the engine's pool.
 * A zone that cannot be asked is left for the next run. Returns the domains whose status changed.
 */
export async function recheckDomains(
  engineSql: Sql,
  lookUpTxt: LookUpTxt,
  limit = 100,
  leadsHere?: LeadsHere,
): Promise<DomainChange[]> {
  const changes: DomainChange[] = [];
  for (const domain of await engineSql.query<SendingDomain>(DUE, [limit])) {
    const status = await recheck(engineSql, domain, lookUpTxt, leadsHere);
    if (status === domain.status || status === 'pending') continue;
    changes.push({ tenantId: domain.tenant_id, domainId: domain.id, name: domain.name, status });
  }
  return changes;
}

async function recheck(
  sql: Sql,
  domain: SendingDomain,
  ...look: [LookUpTxt, LeadsHere?]
): Promise<SendingDomain['status']> {
  const found = await lookForRecords(domain, ...look);
  if (!found) return domain.status;
  if (!found.token) {
    const [row] = await sql.query<{ status: SendingDomain['status'] }>(MISSING, [domain.id, JSON.stringify(found)]);
    return row?.status ?? domain.status;
  }
  await sql.query(FOUND, [domain.id, JSON.stringify(found)]);
  if (domain.status === 'verified') return 'verified';
  const [held] = await sql.query<{ held: boolean }>('SELECT hold_domain($1) AS held', [domain.id]);
  return held?.held ? 'verified' : domain.status;
}
