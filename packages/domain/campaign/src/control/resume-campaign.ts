import { formatId, type TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { notFound, ok, type Result, writeAudit } from '@hikyaku/tenancy';
import type { CampaignStatus } from '../campaign.ts';
import { formatAnnouncement } from '../send/format-announcement.ts';
import { lockCampaign } from './lock-campaign.ts';
import { refuseStatus } from './refuse-status.ts';

/** `plan`: planning goes on, wake it. `sites`: they have ready batches, wake their bulk drains. After the commit. */
export type Resumed = { readonly status: CampaignStatus; readonly plan: boolean; readonly sites: readonly number[] };

/** Goes on where the campaign stood. One that was paused before it began is begun at once by the sweeper. 409 unless paused. */
export async function resumeCampaign(sql: TenantSql, id: number): Promise<Result<Resumed>> {
  const campaign = await lockCampaign(sql, id);
  if (!campaign) return notFound('campaign');
  if (campaign.status !== 'paused') return refuseStatus(campaign.status, 'resumed');
  const [row] = await sql.query<{ status: CampaignStatus }>(
    `UPDATE campaigns SET pause_reason = NULL, updated_at = now(), status = CASE
       WHEN content_id IS NULL THEN 'scheduled'
       WHEN EXISTS (SELECT 1 FROM campaign_chunks k WHERE k.campaign_id = campaigns.id) THEN 'planning' ELSE 'sending' END
     WHERE id = $1 AND tenant_id = $2 RETURNING status`,
    [id, sql.scope.tenantId],
  );
  const { status } = row!;
  const released = await sql.query<{ site_id: number }>(
    `WITH released AS (
       UPDATE batches SET state = 0 WHERE campaign_id = $1 AND tenant_id = $2 AND state = 2 RETURNING site_id
     ) SELECT DISTINCT site_id FROM released`,
    [id, sql.scope.tenantId],
  );
  await writeAudit(sql, 'campaign.resume', formatId('campaign', id));
  await announce(sql, 'campaign.resumed', formatAnnouncement({ ...campaign, status, pauseReason: null }));
  return ok({ status, plan: status === 'planning', sites: released.map((batch) => batch.site_id) });
}
