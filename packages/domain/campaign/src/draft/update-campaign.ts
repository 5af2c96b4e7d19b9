import { formatId, type TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result, writeAudit } from '@hikyaku/tenancy';
import { CAMPAIGN_COLUMNS, type Campaign } from '../campaign.ts';
import { lockCampaign } from '../control/lock-campaign.ts';
import { refuseStatus } from '../control/refuse-status.ts';
import { type CampaignDraft, checkDraft } from './check-draft.ts';
import { draftOf } from './draft-of.ts';

/** Changes a draft: what `changes` leaves out stays. 409 for anything that is no draft any more. */
export async function updateCampaign(
  sql: TenantSql,
  id: number,
  changes: Partial<CampaignDraft>,
): Promise<Result<Campaign>> {
  const before = await lockCampaign(sql, id);
  if (!before) return notFound('campaign');
  if (before.status !== 'draft') return refuseStatus(before.status, 'changed');
  const draft: CampaignDraft = { ...draftOf(before), ...changes };
  const checked = await checkDraft(sql, draft);
  if (!checked.ok) return checked;
  const { fromEmail, fromName, replyTo } = checked.value;
  const [row] = await sql.query<Campaign>(
    `UPDATE campaigns c SET name = $3, from_email = $4, from_name = $5, reply_to = $6, subject = $7, html = $8, text = $9,
       list_ids = $10, tags = $11::jsonb, breaker = $12, track_opens = $13, track_clicks = $14, updated_at = now()
     WHERE c.id = $1 AND c.tenant_id = $2 RETURNING ${CAMPAIGN_COLUMNS}`,
    [
      id,
      sql.scope.tenantId,
      draft.name.trim(),
      fromEmail,
      fromName,
      replyTo,
      draft.subject,
      draft.html || null,
      draft.text || null,
      [...new Set(draft.listIds ?? [])],
      JSON.stringify(draft.tags ?? {}),
      draft.breaker ?? true,
      draft.trackOpens ?? true,
      draft.trackClicks ?? true,
    ],
  );
  await writeAudit(sql, 'campaign.update', formatId('campaign', id), { fields: Object.keys(changes) });
  return ok(row!);
}
