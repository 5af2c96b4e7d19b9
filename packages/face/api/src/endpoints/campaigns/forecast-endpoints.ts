import { findCampaign, listCampaignSites } from '@hikyaku/campaign';
import { type Forecast, forecastCampaign, openShaping } from '@hikyaku/egress';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { time } from '../../schema/parts.ts';

const siteShape = z.object({ site: z.string(), people: z.int(), seconds: z.number() });

const forecastShape = z.object({
  seconds: z.number().describe('How long what is open will take by the limits in force now, without retries'),
  sites: z.array(siteShape).describe('Those that take longest first'),
  expected: z
    .object({ made_at: time(), seconds: z.number(), sites: z.array(siteShape) })
    .nullable()
    .describe('The forecast that was kept when the campaign had been laid out'),
  took_seconds: z.int().nullable().describe('From its start to its last outcome, retries included'),
});

const formatSites = (sites: Forecast['sites']) => sites.map(({ site, people, seconds }) => ({ site, people, seconds }));

export const FORECAST = [
  endpoint({
    method: 'GET',
    path: '/campaigns/{id}/forecast',
    ids: { id: 'campaign' },
    permission: 'read',
    tag: 'Campaigns',
    summary: 'How long a campaign will take per site, what was expected when it began, and what it took',
    status: 200,
    response: forecastShape,
    async handle({ world, transact }, { ids }) {
      const { engine, config } = world;
      const shaping = await openShaping(engine, config.routes);
      return transact(async (sql) => {
        const campaign = await findCampaign(sql, ids.id);
        if (!campaign) return notFound('campaign');
        const { sites } = await listCampaignSites(sql, ids.id);
        const of = { engine, shaping, egressIps: config.egressIps };
        const { now, kept, tookSeconds } = await forecastCampaign(sql, of, { ...campaign, sites });
        return ok({
          body: {
            seconds: now.seconds,
            sites: formatSites(now.sites),
            expected: kept && {
              made_at: kept.madeAt.toISOString(),
              seconds: kept.seconds,
              sites: formatSites(kept.sites),
            },
            took_seconds: tookSeconds,
          },
        });
      });
    },
  }),
];
