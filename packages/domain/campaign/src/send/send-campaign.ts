import { countAudience } from '@hikyaku/audience';
import { formatId, type TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { notFound, ok, type Result, refuse, refuseField, writeAudit } from '@hikyaku/tenancy';
import type { CampaignStatus } from '../campaign.ts';
import { lockCampaign } from '../control/lock-campaign.ts';
import { refuseStatus } from '../control/refuse-status.ts';
import { checkDraft } from '../draft/check-draft.ts';
import { draftOf } from '../draft/draft-of.ts';
import { beginSending, CHANGED, NOBODY } from './begin-sending.ts';
import { formatAnnouncement } from './format-announcement.ts';
import { hashApproval } from './hash-approval.ts';

export type SendOrder = {
  readonly id: number;
  /** In the future: the campaign waits, and its audience is frozen when it begins. */
  readonly scheduledAt?: Date | null;
  /** What `campaignAudience` answered when a person looked. */
  readonly approval?: string | null;
};

export type Sent = { readonly status: CampaignStatus; readonly planned: number };

/**
 * Sends a draft, now or later. 409 for another status or an approval that no longer fits; 422 for content or From that
 * fail, and when nobody is left; 403 and 429 of the quota.
 * When `status` is `planning`, the caller wakes `plan` for the campaign after the commit.
 */
export async function sendCampaign(sql: TenantSql, order: SendOrder): Promise<Result<Sent>> {
  const campaign = await lockCampaign(sql, order.id);
  if (!campaign) return notFound('campaign');
  if (campaign.status !== 'draft') return refuseStatus(campaign.status, 'sent');
  const checked = await checkDraft(sql, draftOf(campaign));
  if (!checked.ok) return checked;
  if (campaign.listIds.length === 0) return refuseField('list_ids', 'A campaign needs a list to be sent.');
  const target = formatId('campaign', campaign.id);
  if (order.scheduledAt && order.scheduledAt > new Date()) {
    const audience = await countAudience(sql, campaign.listIds);
    if (audience.sendable === 0) return refuseField('list_ids', NOBODY);
    if (order.approval && order.approval !== hashApproval(campaign, audience)) return refuse(409, 'approval', CHANGED);
    await sql.query(
      `UPDATE campaigns SET status = 'scheduled', scheduled_at = $3, updated_at = now() WHERE id = $1 AND tenant_id = $2`,
      [campaign.id, sql.scope.tenantId, order.scheduledAt],
    );
    await writeAudit(sql, 'campaign.schedule', target, { scheduled_at: order.scheduledAt.toISOString() });
    await announce(sql, 'campaign.scheduled', formatAnnouncement({ ...campaign, status: 'scheduled' }));
    return ok({ status: 'scheduled', planned: 0 });
  }
  const begun = await beginSending(sql, campaign, checked.value, order.approval || null);
  if (!begun.ok) return begun;
  await writeAudit(sql, 'campaign.send', target, begun.value);
  return ok({ status: 'planning', planned: begun.value.planned });
}
