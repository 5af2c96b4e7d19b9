import { formatId } from '@hikyaku/db';
import type { CampaignStatus } from '../campaign.ts';

/** The campaign as `campaign.*` webhooks show it. */
export const formatAnnouncement = (campaign: {
  readonly id: number;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly pauseReason?: string | null;
}) => ({
  id: formatId('campaign', campaign.id),
  name: campaign.name,
  status: campaign.status,
  pause_reason: campaign.pauseReason ?? null,
});
