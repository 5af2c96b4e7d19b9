import { formatId, type TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { notFound, ok, type Result, writeAudit } from '@hikyaku/tenancy';
import type { CampaignStatus } from '../campaign.ts';
import { formatAnnouncement } from '../send/format-announcement.ts';
import { lockCampaign } from './lock-campaign.ts';
import { refuseStatus } from './refuse-status.ts';

/**
 * Holds everything that is not being sent at this moment. Batches that a drain holds come back within seconds and are held
 * then. `reason` is shown to the tenant. 409 unless the campaign is planning or sending.
 */
export async function pauseCampaign(
  sql: TenantSql,
  id: number,
  reason: string | null = null,
): Promise<Result<{ status: CampaignStatus }>> {
  const campaign = await lockCampaign(sql, id);
  if (!campaign) return notFound('campaign');
  if (campaign.status !== 'planning' && campaign.status !== 'sending') return refuseStatus(campaign.status, 'paused');
  await sql.query(
    `UPDATE campaigns SET status = 'paused', pause_reason = $3, updated_at = now() WHERE id = $1 AND tenant_id = $2`,
    [id, sql.scope.tenantId, reason],
  );
  await sql.query('UPDATE batches SET state = 2 WHERE campaign_id = $1 AND tenant_id = $2 AND state = 0', [
    id,
    sql.scope.tenantId,
  ]);
  await writeAudit(sql, 'campaign.pause', formatId('campaign', id), reason ? { reason } : {});
  await announce(sql, 'campaign.paused', formatAnnouncement({ ...campaign, status: 'paused', pauseReason: reason }));
  return ok({ status: 'paused' });
}
