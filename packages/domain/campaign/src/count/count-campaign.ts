import type { TenantSql } from '@hikyaku/db';
import { type CampaignCounts, COUNT_COLUMNS, COUNT_JOINS } from './count-columns.ts';

/** The campaign's numbers in one statement, hence from one moment. Null when this tenant has no such campaign. */
export async function countCampaign(sql: TenantSql, id: number): Promise<CampaignCounts | null> {
  const [row] = await sql.query<CampaignCounts>(
    `SELECT ${COUNT_COLUMNS} FROM campaigns c ${COUNT_JOINS} WHERE c.id = $1 AND c.tenant_id = $2`,
    [id, sql.scope.tenantId],
  );
  return row ?? null;
}
