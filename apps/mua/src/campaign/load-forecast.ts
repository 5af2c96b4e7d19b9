import { type Campaign, listCampaignSites } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { type CampaignForecast, forecastCampaign, openShaping } from '@hikyaku/egress';
import type { House } from '../house/open-house.ts';

/** What is expected of a campaign, by the limits in force at this moment. */
export async function loadForecast(
  sql: TenantSql,
  { engine, config }: House,
  campaign: Campaign,
): Promise<CampaignForecast> {
  const { sites } = await listCampaignSites(sql, campaign.id);
  const world = { engine, shaping: await openShaping(engine, config.routes), egressIps: config.egressIps };
  return forecastCampaign(sql, world, { ...campaign, sites });
}
