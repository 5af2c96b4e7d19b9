import { CAMPAIGN_STATUSES, createCampaign, listCampaigns, updateCampaign } from '@hikyaku/campaign';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { page, pageQuery } from '../../schema/parts.ts';
import { campaignBody, campaignChanges, campaignShape, formatCampaign, toDraft } from './campaign-shape.ts';
import { refuseBreaker, replyCampaign } from './reply-campaign.ts';

const INT_MAX = 2 ** 31 - 1;
const at = { path: '/campaigns/{id}', ids: { id: 'campaign' }, tag: 'Campaigns' } as const;

export const DRAFTS = [
  endpoint({
    method: 'GET',
    path: '/campaigns',
    permission: 'read',
    tag: 'Campaigns',
    summary: 'Campaigns with their numbers, newest first',
    query: z.object({ status: z.enum(CAMPAIGN_STATUSES).optional(), ...pageQuery }),
    status: 200,
    response: page(campaignShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor, INT_MAX);
        if (!cursor.ok) return cursor;
        const { rows, nextCursor } = await listCampaigns(sql, { ...query, cursor: cursor.value });
        const data = rows.map((row) => formatCampaign(row, row.counts));
        return ok({ body: { data, next_cursor: formatCursor(nextCursor) } });
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/campaigns',
    permission: 'campaigns:write',
    tag: 'Campaigns',
    summary: 'Save a draft',
    body: { kind: 'json', schema: campaignBody },
    status: 201,
    response: campaignShape,
    handle: ({ transact, world }, { body }) =>
      transact(async (sql) => {
        const refused = refuseBreaker(world, body.breaker);
        if (refused) return refused;
        const made = await createCampaign(sql, toDraft(body));
        return made.ok ? replyCampaign(sql, made.value.id) : made;
      }),
  }),
  endpoint({
    ...at,
    method: 'GET',
    permission: 'read',
    summary: 'A campaign and its numbers of one moment',
    status: 200,
    response: campaignShape,
    handle: ({ transact }, { ids }) => transact((sql) => replyCampaign(sql, ids.id)),
  }),
  endpoint({
    ...at,
    method: 'PATCH',
    permission: 'campaigns:write',
    summary: 'Change a draft; what is left out stays',
    body: { kind: 'json', schema: campaignChanges },
    status: 200,
    response: campaignShape,
    handle: ({ transact, world }, { ids, body }) =>
      transact(async (sql) => {
        const refused = refuseBreaker(world, body.breaker);
        if (refused) return refused;
        const changed = await updateCampaign(sql, ids.id, toDraft(body));
        return changed.ok ? replyCampaign(sql, ids.id) : changed;
      }),
  }),
];
