import { CAMPAIGN_STATUSES, type Campaign, type CampaignCounts, COUNTED } from '@hikyaku/campaign';
import { formatId } from '@hikyaku/db';
import { formatMailbox } from '@hikyaku/mail';
import { z } from 'zod';
import { idOf } from '../../schema/id.ts';
import { tags, time } from '../../schema/parts.ts';

const counts = z.object(
  Object.fromEntries((['planned', ...COUNTED] as const).map((name) => [name, z.int()])) as Record<
    'planned' | (typeof COUNTED)[number],
    z.ZodInt
  >,
);

export const campaignShape = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(CAMPAIGN_STATUSES),
  pause_reason: z.string().nullable(),
  from: z.string(),
  reply_to: z.string().nullable(),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  list_ids: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  breaker: z.boolean(),
  track_opens: z.boolean(),
  track_clicks: z.boolean(),
  counts: counts.meta({ description: 'planned is the sum of the nine that follow it, at every moment' }),
  created_at: time(),
  updated_at: time(),
  scheduled_at: time().nullable(),
  started_at: time().nullable(),
  completed_at: time().nullable(),
});

export const formatCampaign = (campaign: Campaign, numbers: CampaignCounts) => ({
  id: formatId('campaign', campaign.id),
  name: campaign.name,
  status: campaign.status,
  pause_reason: campaign.pauseReason,
  from: campaign.fromName ? showMailbox(campaign.fromName, campaign.fromEmail) : campaign.fromEmail,
  reply_to: campaign.replyTo,
  subject: campaign.subject,
  html: campaign.html,
  text: campaign.text,
  list_ids: campaign.listIds.map((id) => formatId('list', id)),
  tags: campaign.tags,
  breaker: campaign.breaker,
  track_opens: campaign.trackOpens,
  track_clicks: campaign.trackClicks,
  counts: numbers,
  created_at: campaign.createdAt.toISOString(),
  updated_at: campaign.updatedAt.toISOString(),
  scheduled_at: campaign.scheduledAt?.toISOString() ?? null,
  started_at: campaign.startedAt?.toISOString() ?? null,
  completed_at: campaign.completedAt?.toISOString() ?? null,
});

/** As people write it: encoded words are for headers. */
const showMailbox = (name: string, address: string): string =>
  /^[\x20-\x7e]*$/.test(name) ? formatMailbox({ name, address }) : `${name} <${address}>`;

const campaignFields = {
  name: z.string(),
  from: z.string().max(1_000).meta({ description: '`Name <a@b.example>`, of a verified domain' }),
  subject: z.string(),
  html: z.string().nullable().optional(),
  text: z.string().nullable().optional(),
  list_ids: z.array(idOf('list')).max(100, 'names more than 100 lists').optional(),
  reply_to: z.string().max(1_000).nullable().optional(),
  tags: tags().optional(),
  breaker: z.boolean().optional().meta({
    description: 'false: not paused for a bad list. In the sandbox only',
  }),
  track_opens: z.boolean().optional().meta({ description: 'A picture in the HTML tells of openings. Default true' }),
  track_clicks: z.boolean().optional().meta({
    description: 'Web links of the HTML lead by way of the platform, which counts them. Default true',
  }),
};

export const campaignBody = z.object(campaignFields);
export const campaignChanges = z.object(campaignFields).partial();

/** The fields of a body under the names of the domain; what is not given stays away. */
export function toDraft<T extends z.output<typeof campaignChanges>>({
  list_ids,
  reply_to,
  track_opens,
  track_clicks,
  ...body
}: T) {
  return {
    ...body,
    ...(list_ids === undefined ? {} : { listIds: list_ids }),
    ...(reply_to === undefined ? {} : { replyTo: reply_to }),
    ...(track_opens === undefined ? {} : { trackOpens: track_opens }),
    ...(track_clicks === undefined ? {} : { trackClicks: track_clicks }),
  };
}
