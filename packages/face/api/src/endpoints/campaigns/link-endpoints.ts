import { findCampaign, listCampaignLinks } from '@hikyaku/campaign';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { page } from '../../schema/parts.ts';

const linkShape = z.object({
  url: z.string().meta({ description: 'As it stands in the message, with its merge fields' }),
  clicks: z.int().meta({ description: 'Each time that a person followed it; scanners are not counted' }),
  recipients: z.int().meta({ description: 'People who followed it' }),
});

export const LINKS = [
  endpoint({
    method: 'GET',
    path: '/campaigns/{id}/links',
    ids: { id: 'campaign' },
    permission: 'read',
    tag: 'Campaigns',
    summary: 'The followed links of a campaign and who clicked, in the order of the message; none before it is sent',
    status: 200,
    response: page(linkShape),
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        if (!(await findCampaign(sql, ids.id))) return notFound('campaign');
        return ok({ body: { data: await listCampaignLinks(sql, ids.id), next_cursor: null } });
      }),
  }),
];
