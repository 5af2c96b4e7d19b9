import { type Database, mintTenantScope, withTenant } from '@hikyaku/db';
import { eventNumber } from '@hikyaku/events';
import { REASONS } from '@hikyaku/mail';
import { COUNT_COLUMNS, COUNT_JOINS } from '../count/count-columns.ts';
import { runApart } from '../run-apart.ts';
import { pauseCampaign } from './pause-campaign.ts';

/** Below this many final outcomes a share says nothing. */
const FROM_OUTCOMES = 500;
const UNKNOWN_SHARE = 0.05;
const COMPLAINT_SHARE = 0.003;

type Tally = { final: number; unknown: number; complained: number };
type Sending = {
  id: number;
  tenant_id: number;
  base: Partial<Tally>;
  final: number;
  bounced: number;
  complained: number;
};

/**
 * Pauses campaigns whose list is bad: over 5 % unknown users, or over 0.3 % complaints, among at least 500 final outcomes
 * since it last tripped. A campaign with `breaker: false` is left alone. Returns the ids paused.
 */
export async function tripBreakers(engine: Database): Promise<number[]> {
  const sending = await engine.query<Sending>(
    `SELECT id, tenant_id, breaker_base AS base, delivered + bounced + expired + unconfirmed AS final, bounced, complained FROM (
       SELECT c.id, c.tenant_id, c.breaker_base, ${COUNT_COLUMNS} FROM campaigns c ${COUNT_JOINS}
       WHERE c.status IN ('planning', 'sending') AND c.breaker AND c.completed_at IS NULL) counted
     WHERE delivered + bounced + expired + unconfirmed >= ${FROM_OUTCOMES}`,
  );
  const paused: number[] = [];
  await runApart(sending, 'breakers could not be judged', async (campaign) => {
    const unknown = await countUnknown(engine, campaign);
    const tally = { final: campaign.final, complained: campaign.complained, unknown };
    const reason = judge(tally, campaign.base);
    if (reason === null) return;
    const done = await withTenant(engine, mintTenantScope(campaign.tenant_id, 'system'), async (sql) => {
      await sql.query('UPDATE campaigns SET breaker_base = $2::jsonb WHERE id = $1', [
        campaign.id,
        JSON.stringify(tally),
      ]);
      return pauseCampaign(sql, campaign.id, reason);
    });
    if (done.ok) paused.push(campaign.id);
  });
  return paused;
}

/** Why it trips, in words for its owner; null when it does not. */
export function judge(now: Tally, base: Partial<Tally>): string | null {
  const final = now.final - (base.final ?? 0);
  const unknown = now.unknown - (base.unknown ?? 0);
  const complained = now.complained - (base.complained ?? 0);
  if (final < FROM_OUTCOMES) return null;
  const percent = (part: number) => `${((part / final) * 100).toFixed(1)} %`;
  if (unknown > final * UNKNOWN_SHARE) return `unknown users: ${percent(unknown)} of ${final} (limit 5 %)`;
  if (complained > final * COMPLAINT_SHARE) return `complaints: ${percent(complained)} of ${final} (limit 0.3 %)`;
  return null;
}

/** Bounces are few in a healthy campaign: they are only looked at when there are enough of them to matter. */
async function countUnknown(engine: Database, campaign: Sending): Promise<number> {
  if (campaign.bounced <= (campaign.final - (campaign.base.final ?? 0)) * UNKNOWN_SHARE) return 0;
  const [row] = await engine.query<{ unknown: number }>(
    `SELECT count(*) AS unknown FROM events e JOIN deliveries d ON d.id = e.delivery_id
     WHERE e.campaign_id = $1 AND e.type = ${eventNumber('email.bounced')} AND d.state = 3 AND d.reason = ANY ($2)`,
    [campaign.id, [REASONS.indexOf('invalid_recipient') + 1, REASONS.indexOf('bad_domain') + 1]],
  );
  return row!.unknown;
}
