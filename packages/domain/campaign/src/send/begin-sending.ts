import { freezeAudience } from '@hikyaku/audience';
import { listLinks } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { ok, type Result, refuse, refuseField, takeQuota, trackingNameOf } from '@hikyaku/tenancy';
import type { Campaign } from '../campaign.ts';
import { writeDelta } from '../count/write-delta.ts';
import type { CheckedDraft } from '../draft/check-draft.ts';
import { formatAnnouncement } from './format-announcement.ts';
import { hashApproval } from './hash-approval.ts';

/** `approval` names what was frozen. */
export type Begun = { readonly planned: number; readonly approval: string };

/**
 * Fixes everything that a campaign sends, in the caller's transaction: the audience (contact ids), `planned`, the content
 * with its DKIM selector and Date, and the quota. From here on every planned recipient is counted, as queued.
 * The caller holds the campaign's lock. `approval`: what was approved, to be compared with what was frozen; null = nothing.
 * A refusal leaves nothing behind.
 */
export async function beginSending(
  sql: TenantSql,
  campaign: Campaign,
  checked: CheckedDraft,
  approval: string | null,
): Promise<Result<Begun>> {
  await sql.query('SAVEPOINT begin_sending');
  const begun = await begin(sql, campaign, checked, approval);
  await sql.query(begun.ok ? 'RELEASE SAVEPOINT begin_sending' : 'ROLLBACK TO SAVEPOINT begin_sending');
  return begun;
}

async function begin(
  sql: TenantSql,
  campaign: Campaign,
  checked: CheckedDraft,
  approval: string | null,
): Promise<Result<Begun>> {
  const { tenantId } = sql.scope;
  const { planned, excluded } = await freezeAudience(sql, { campaignId: campaign.id, listIds: campaign.listIds });
  if (planned === 0) return refuseField('list_ids', NOBODY);
  const total = Object.values(excluded).reduce((sum, n) => sum + n, planned);
  const frozen = hashApproval(campaign, { total, sendable: planned, excluded });
  if (approval !== null && approval !== frozen) return refuse(409, 'approval', CHANGED);
  const quota = await takeQuota(sql, planned);
  if (!quota.ok) return quota;
  const [content] = await sql.query<{ id: number }>(
    `INSERT INTO contents (tenant_id, kind, from_email, from_name, reply_to, subject, html, text, fields, dkim_domain, dkim_selector, sha256,
       track_opens, links, tracking_domain)
     VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, decode($11, 'hex'), $12, $13, ${trackingNameOf('$1', '$9')}) RETURNING id`,
    [
      tenantId,
      campaign.fromEmail,
      campaign.fromName,
      campaign.replyTo,
      campaign.subject,
      campaign.html,
      campaign.text,
      checked.fields,
      checked.sender.domain,
      checked.sender.selector,
      frozen,
      campaign.trackOpens && campaign.html !== null,
      campaign.trackClicks ? listLinks(campaign.html ?? '') : null,
    ],
  );
  await sql.query(
    `UPDATE campaigns SET status = 'planning', content_id = $3, planned = $4, excluded = $5::jsonb, started_at = now(), updated_at = now(),
       pause_reason = NULL, chunks_done = 0, chunks = (SELECT count(*) FROM campaign_chunks WHERE campaign_id = $1)
     WHERE id = $1 AND tenant_id = $2`,
    [campaign.id, tenantId, content!.id, planned, JSON.stringify(excluded)],
  );
  await writeDelta(sql, tenantId, campaign.id, { queued: planned });
  await announce(sql, 'campaign.sending', formatAnnouncement({ ...campaign, status: 'planning', pauseReason: null }));
  return ok({ planned, approval: frozen });
}

export const CHANGED = 'Content or audience changed since it was approved: look at it again.';
export const NOBODY = 'Nobody is left to send to: every contact of these lists is excluded, or they are empty.';
