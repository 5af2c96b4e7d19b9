import type { TenantSql } from '@hikyaku/db';
import { CAMPAIGN_COLUMNS, type Campaign } from '../campaign.ts';

/** The campaign, or null when this tenant has none of this id. */
export async function findCampaign(sql: TenantSql, id: number): Promise<Campaign | null> {
  const [row] = await sql.query<Campaign>(
    `SELECT ${CAMPAIGN_COLUMNS} FROM campaigns c WHERE c.id = $1 AND c.tenant_id = $2`,
    [id, sql.scope.tenantId],
  );
  return row ?? null;
}
