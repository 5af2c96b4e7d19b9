import { countAudience } from '@hikyaku/audience';
import type { TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result } from '@hikyaku/tenancy';
import { findCampaign } from '../read/find-campaign.ts';
import { hashApproval } from './hash-approval.ts';

export type CampaignAudience = Awaited<ReturnType<typeof countAudience>> & {
  /** Names this content and this audience: `sendCampaign` refuses when either changed since. Hex. */
  readonly approval: string;
};

/** Who would get this campaign now, and how many would not for which reason. */
export async function campaignAudience(sql: TenantSql, id: number): Promise<Result<CampaignAudience>> {
  const campaign = await findCampaign(sql, id);
  if (!campaign) return notFound('campaign');
  const audience = await countAudience(sql, campaign.listIds);
  return ok({ ...audience, approval: hashApproval(campaign, audience) });
}
