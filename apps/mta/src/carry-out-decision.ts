import { cancelCampaign, pauseCampaign, sweepCanceled } from '@hikyaku/campaign';
import { type Database, formatId, mintTenantScope, withTenant } from '@hikyaku/db';
import { applyEvidence, cancelSingleMail, describeHold, endHold, type HeldCampaign, type Hold } from '@hikyaku/egress';
import type { Log } from '@hikyaku/log';
import { systemScope, writeAudit } from '@hikyaku/tenancy';

const WHO_KNOWS = 'Restored from a backup: nobody can tell who has it already. Look, then resume or cancel it.';

/**
 * Carries out what a person decided about a restored backup, then ends the hold. First of all, whoever the homes' ledgers
 * know to be settled is settled. `release`: the others go on; a campaign of which no ledger can tell (not laid out, or not
 * begun, when the backup was made) is paused with the reason. `cancel`: everything that was open is canceled. Every step
 * may be repeated. True when it was done.
 */
export async function carryOutDecision(db: Database, hold: Hold | null, log: Log): Promise<boolean> {
  if (!hold?.decision) return false;
  const settled = await applyEvidence(db);
  const { campaigns } = (await describeHold(db)) ?? { campaigns: [] };
  if (hold.decision === 'cancel') {
    for (const campaign of campaigns) await cancelHeld(db, campaign);
    await cancelSingleMail(db, hold.since);
  } else {
    for (const campaign of campaigns) if (campaign.unlaid > 0 || campaign.overdue) await pauseHeld(db, campaign);
  }
  await withTenant(db, systemScope(hold.decidedBy ?? 'system'), (sql) =>
    writeAudit(sql, `egress.${hold.decision}`, '', {
      settled,
      campaigns: campaigns.map(({ id }) => formatId('campaign', id)),
    }),
  );
  await endHold(db);
  log.warn({ decision: hold.decision, by: hold.decidedBy, settled }, 'the hold of a restored backup is over');
  return true;
}

async function cancelHeld(db: Database, { id, tenantId }: HeldCampaign): Promise<void> {
  await withTenant(db, mintTenantScope(tenantId, 'system'), (sql) => cancelCampaign(sql, id));
  await sweepCanceled(db, id);
}

async function pauseHeld(db: Database, { id, tenantId, overdue }: HeldCampaign): Promise<void> {
  await withTenant(db, mintTenantScope(tenantId, 'system'), async (sql) => {
    if (!overdue) return void (await pauseCampaign(sql, id, WHO_KNOWS));
    await sql.query(
      `UPDATE campaigns SET status = 'paused', pause_reason = $3, updated_at = now() WHERE id = $1 AND tenant_id = $2 AND status = 'scheduled'`,
      [id, tenantId, WHO_KNOWS],
    );
  });
}
