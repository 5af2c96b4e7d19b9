import { formatId, type TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { notFound, ok, type Result, writeAudit } from '@hikyaku/tenancy';
import type { CampaignStatus } from '../campaign.ts';
import { formatAnnouncement } from '../send/format-announcement.ts';
import { lockCampaign } from './lock-campaign.ts';
import { refuseStatus } from './refuse-status.ts';

/**
 * Ends a campaign: nothing new is claimed from now on, what is being sent finishes, and `sweepCanceled` turns the rest
 * into canceled (wake `plan` for it after the commit). 409 for a draft and for what is over.
 */
export async function cancelCampaign(sql: TenantSql, id: number): Promise<Result<{ status: CampaignStatus }>> {
  const campaign = await lockCampaign(sql, id);
  if (!campaign) return notFound('campaign');
  if (!['scheduled', 'planning', 'sending', 'paused'].includes(campaign.status)) {
    return refuseStatus(campaign.status, 'canceled');
  }
  await sql.query(
    `UPDATE campaigns SET status = 'canceled', pause_reason = NULL, updated_at = now(),
       completed_at = CASE WHEN content_id IS NULL THEN now() END WHERE id = $1 AND tenant_id = $2`,
    [id, sql.scope.tenantId],
  );
  // Held, so that no drain claims them until the sweep has canceled their rows.
  await sql.query('UPDATE batches SET state = 2 WHERE campaign_id = $1 AND tenant_id = $2 AND state = 0', [
    id,
    sql.scope.tenantId,
  ]);
  await writeAudit(sql, 'campaign.cancel', formatId('campaign', id));
  await announce(sql, 'campaign.canceled', formatAnnouncement({ ...campaign, status: 'canceled', pauseReason: null }));
  return ok({ status: 'canceled' });
}
