import { formatMailbox } from '@hikyaku/mail';
import type { Campaign } from '../campaign.ts';
import type { CampaignDraft } from './check-draft.ts';

/** The campaign as it would be stated again. */
export const draftOf = (campaign: Campaign): CampaignDraft => ({
  name: campaign.name,
  from: formatMailbox({ name: campaign.fromName || undefined, address: campaign.fromEmail }),
  replyTo: campaign.replyTo,
  subject: campaign.subject,
  html: campaign.html,
  text: campaign.text,
  listIds: campaign.listIds,
  tags: campaign.tags,
  breaker: campaign.breaker,
  trackOpens: campaign.trackOpens,
  trackClicks: campaign.trackClicks,
});
