import type { TenantSql } from '@hikyaku/db';
import { CAMPAIGN_COLUMNS, type Campaign } from '../campaign.ts';

/** The campaign, locked until the transaction ends: planning, sending, pausing and canceling follow one another. */
export async function lockCampaign(sql: TenantSql, id: number): Promise<Campaign | null> {
  const [row] = await sql.query<Campaign>(
    `SELECT ${CAMPAIGN_COLUMNS} FROM campaigns c WHERE c.id = $1 AND c.tenant_id = $2 FOR NO KEY UPDATE`,
    [id, sql.scope.tenantId],
  );
  return row ?? null;
}
