import { formatId, type TenantSql } from '@hikyaku/db';
import { ok, type Result, writeAudit } from '@hikyaku/tenancy';
import { CAMPAIGN_COLUMNS, type Campaign } from '../campaign.ts';
import { type CampaignDraft, checkDraft } from './check-draft.ts';

/** Saves a draft. Refuses with 422 what could never be sent, naming the field. */
export async function createCampaign(sql: TenantSql, draft: CampaignDraft): Promise<Result<Campaign>> {
  const checked = await checkDraft(sql, draft);
  if (!checked.ok) return checked;
  const { fromEmail, fromName, replyTo } = checked.value;
  const [row] = await sql.query<Campaign>(
    `INSERT INTO campaigns AS c (tenant_id, name, from_email, from_name, reply_to, subject, html, text, list_ids, tags, breaker,
       track_opens, track_clicks)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13) RETURNING ${CAMPAIGN_COLUMNS}`,
    [
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
  const campaign = row!;
  await writeAudit(sql, 'campaign.create', formatId('campaign', campaign.id), { name: campaign.name });
  return ok(campaign);
}
