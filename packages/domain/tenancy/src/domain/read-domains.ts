import type { TenantSql } from '@hikyaku/db';
import { DOMAIN_COLUMNS, type SendingDomain } from './sending-domain.ts';

/** All domains of the tenant, by name. */
export const listDomains = (sql: TenantSql): Promise<SendingDomain[]> =>
  sql.query<SendingDomain>(`SELECT ${DOMAIN_COLUMNS} FROM sending_domains WHERE tenant_id = $1 ORDER BY name`, [
    sql.scope.tenantId,
  ]);

export async function findDomain(sql: TenantSql, id: number): Promise<SendingDomain | null> {
  const [row] = await sql.query<SendingDomain>(
    `SELECT ${DOMAIN_COLUMNS} FROM sending_domains WHERE tenant_id = $1 AND id = $2`,
    [sql.scope.tenantId, id],
  );
  return row ?? null;
}
