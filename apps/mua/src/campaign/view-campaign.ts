import type { Campaign, CampaignCounts } from '@hikyaku/campaign';
import { formatId } from '@hikyaku/db';
import { barStates } from '@hikyaku/ui';
import type { CampaignRow, StateCounts } from './view.ts';

/** The nine states alone, out of all counts. */
export const viewCounts = (counts: CampaignCounts): StateCounts =>
  Object.fromEntries(barStates.map((state) => [state, counts[state]])) as StateCounts;

/** A campaign with its counts as a row of a list shows it. */
export const viewCampaign = (campaign: Campaign & { readonly counts: CampaignCounts }): CampaignRow => ({
  id: formatId('campaign', campaign.id),
  name: campaign.name,
  subject: campaign.subject,
  status: campaign.status,
  planned: campaign.planned,
  counts: viewCounts(campaign.counts),
  updatedAt: campaign.updatedAt.toISOString(),
});
