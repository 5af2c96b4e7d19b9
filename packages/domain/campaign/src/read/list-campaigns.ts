import type { TenantSql } from '@hikyaku/db';
import { CAMPAIGN_COLUMNS, type Campaign, type CampaignStatus } from '../campaign.ts';
import { type CampaignCounts, COUNT_COLUMNS, COUNT_JOINS, pickCounts } from '../count/count-columns.ts';

export type CampaignPage = {
  readonly rows: readonly (Campaign & { readonly counts: CampaignCounts })[];
  readonly nextCursor: number | null;
};

/** One page, newest first, each campaign with its numbers. `cursor` is the id of the last one of the page before. */
export async function listCampaigns(
  sql: TenantSql,
  page: { readonly status?: CampaignStatus; readonly limit: number; readonly cursor?: number | null },
): Promise<CampaignPage> {
  const rows = await sql.query<Campaign & CampaignCounts>(
    `SELECT ${CAMPAIGN_COLUMNS}, ${COUNT_COLUMNS} FROM (
       SELECT * FROM campaigns WHERE tenant_id = $1 AND id < coalesce($2, 2147483647) AND ($3::text IS NULL OR status = $3)
       ORDER BY id DESC LIMIT $4) c ${COUNT_JOINS} ORDER BY c.id DESC`,
    [sql.scope.tenantId, page.cursor ?? null, page.status ?? null, page.limit + 1],
  );
  const kept = rows.slice(0, page.limit);
  return {
    rows: kept.map((row) => ({ ...row, counts: pickCounts(row) })),
    nextCursor: rows.length > page.limit ? (kept.at(-1)?.id ?? null) : null,
  };
}
