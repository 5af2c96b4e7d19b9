import { type CampaignCounts, countCampaign, findCampaign } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { type EventRow, type EventType, formatEvent, listEvents } from '@hikyaku/events';
import { shortType } from '../activity/view-event.ts';
import type { SiteReader } from './open-site-reader.ts';
import type { LiveState, RefusalRow } from './view.ts';
import { viewCounts } from './view-campaign.ts';

/** What a refusal may be, of the facts that are kept apart from the common ones. */
const REFUSALS: readonly EventType[] = ['email.bounced', 'email.deferred', 'email.expired', 'email.unconfirmed'];
const NEWEST = 8;

/** The campaign at this moment without its rate, which needs two moments; null when this tenant has none of this id. */
export async function loadLive(sql: TenantSql, id: number, sites: SiteReader): Promise<LiveState | null> {
  const campaign = await findCampaign(sql, id);
  if (!campaign) return null;
  const counts = (await countCampaign(sql, id)) as CampaignCounts;
  const { opened, clicked, complained, unsubscribed } = counts;
  return {
    status: campaign.status,
    pauseReason: campaign.pauseReason,
    planned: counts.planned,
    counts: viewCounts(counts),
    facts: { opened, clicked, complained, unsubscribed },
    perSecond: null,
    secondsLeft: null,
    ...(await sites.read(sql, campaign)),
    refusals: await listRefusals(sql, id),
    at: new Date().toISOString(),
  };
}

async function listRefusals(sql: TenantSql, campaignId: number): Promise<RefusalRow[]> {
  const found: EventRow[] = [];
  for (const type of REFUSALS) found.push(...(await listEvents(sql, { type, campaignId, limit: NEWEST })).rows);
  return found
    .sort((a, b) => b.id - a.id)
    .slice(0, NEWEST)
    .map((row) => {
      const event = formatEvent(row);
      return {
        messageId: event.email_id,
        email: event.email,
        at: event.at,
        state: shortType(event.type) as RefusalRow['state'],
        code: event.smtp?.code ?? null,
        enhanced: event.smtp?.enhanced ?? null,
        text: event.smtp?.text ?? event.reason ?? '',
      };
    });
}
