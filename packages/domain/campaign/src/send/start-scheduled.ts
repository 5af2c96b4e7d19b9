import { type Database, formatId, mintTenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { writeAudit } from '@hikyaku/tenancy';
import { lockCampaign } from '../control/lock-campaign.ts';
import { checkDraft } from '../draft/check-draft.ts';
import { draftOf } from '../draft/draft-of.ts';
import { runApart } from '../run-apart.ts';
import { beginSending } from './begin-sending.ts';
import { formatAnnouncement } from './format-announcement.ts';

/**
 * Begins every scheduled campaign whose time has come, and plans it: its audience is frozen now. One that cannot begin
 * (quota, sender, nobody left) is paused with the reason, and a resume tries again.
 */
export async function startScheduled(engine: Database, plan: (id: number) => Promise<unknown>): Promise<void> {
  const due = await engine.query<{ id: number; tenant_id: number }>(
    `SELECT id, tenant_id FROM campaigns WHERE status = 'scheduled' AND scheduled_at <= now() ORDER BY scheduled_at LIMIT 100`,
  );
  await runApart(due, 'scheduled campaigns could not begin', async ({ id, tenant_id }) => {
    if (await withTenant(engine, mintTenantScope(tenant_id, 'system'), (sql) => begin(sql, id))) await plan(id);
  });
}

async function begin(sql: TenantSql, id: number): Promise<boolean> {
  const campaign = await lockCampaign(sql, id);
  if (campaign?.status !== 'scheduled') return false;
  const checked = await checkDraft(sql, draftOf(campaign));
  const begun = checked.ok ? await beginSending(sql, campaign, checked.value, null) : checked;
  if (begun.ok) {
    await writeAudit(sql, 'campaign.send', formatId('campaign', id), { planned: begun.value.planned });
    return true;
  }
  await sql.query(`UPDATE campaigns SET status = 'paused', pause_reason = $2, updated_at = now() WHERE id = $1`, [
    id,
    begun.detail,
  ]);
  await announce(
    sql,
    'campaign.paused',
    formatAnnouncement({ ...campaign, status: 'paused', pauseReason: begun.detail }),
  );
  return false;
}
