import { type Database, mintTenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import type { CampaignStatus } from '../campaign.ts';
import { runApart } from '../run-apart.ts';
import { formatAnnouncement } from '../send/format-announcement.ts';
import { COUNT_COLUMNS, COUNT_JOINS } from './count-columns.ts';

type Over = { id: number; tenant_id: number; name: string; status: CampaignStatus };

/**
 * Completes every campaign in which each recipient has a final state; a canceled one stays canceled and is no longer
 * looked at.
 */
export async function settleCompleted(engine: Database): Promise<void> {
  const over = await engine.query<Over>(
    `SELECT id, tenant_id, name, status FROM (
       SELECT c.id, c.tenant_id, c.name, c.status, ${COUNT_COLUMNS} FROM campaigns c ${COUNT_JOINS}
       WHERE c.status IN ('sending', 'paused', 'canceled') AND c.completed_at IS NULL AND c.content_id IS NOT NULL) counted
     WHERE queued + sending + deferred = 0`,
  );
  await runApart(over, 'campaigns could not be completed', (campaign) =>
    withTenant(engine, mintTenantScope(campaign.tenant_id, 'system'), (sql) => complete(sql, campaign)),
  );
}

async function complete(sql: TenantSql, campaign: Over): Promise<void> {
  const [row] = await sql.query<{ status: CampaignStatus }>(
    `UPDATE campaigns SET completed_at = now(), updated_at = now(),
       status = CASE WHEN status = 'canceled' THEN status ELSE 'completed' END, pause_reason = NULL
     WHERE id = $1 AND status = $2 AND completed_at IS NULL RETURNING status`,
    [campaign.id, campaign.status],
  );
  if (row?.status === 'completed') {
    await announce(sql, 'campaign.completed', formatAnnouncement({ ...campaign, status: 'completed' }));
  }
}
