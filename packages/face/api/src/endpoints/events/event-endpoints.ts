import { findCampaign } from '@hikyaku/campaign';
import { EVENT_TYPES, formatEvent, listEvents } from '@hikyaku/events';
import { canonicalAddress } from '@hikyaku/mail';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { idOf } from '../../schema/id.ts';
import { page, pageQuery } from '../../schema/parts.ts';
import { eventShape } from './event-shape.ts';

export const EVENTS = [
  endpoint({
    method: 'GET',
    path: '/events',
    permission: 'read',
    tag: 'Events',
    summary: 'Facts about recipients, newest first',
    query: z.object({
      type: z.enum(EVENT_TYPES).optional(),
      email: z.string().max(1_000).optional().meta({ description: 'The whole address' }),
      campaign_id: idOf('campaign').optional(),
      ...pageQuery,
    }),
    status: 200,
    response: page(eventShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor);
        if (!cursor.ok) return cursor;
        if (query.campaign_id !== undefined && !(await findCampaign(sql, query.campaign_id)))
          return notFound('campaign');
        const { rows, nextCursor } = await listEvents(sql, {
          type: query.type,
          email: query.email === undefined ? undefined : canonicalAddress(query.email.trim()),
          campaignId: query.campaign_id,
          limit: query.limit,
          cursor: cursor.value,
        });
        return ok({ body: { data: rows.map(formatEvent), next_cursor: formatCursor(nextCursor) } });
      }),
  }),
];
