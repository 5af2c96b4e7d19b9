import { findCampaign, listCampaignRecipients } from '@hikyaku/campaign';
import { formatId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { page, pageQuery } from '../../schema/parts.ts';
import { formatRecipient, RECIPIENT_STATUSES, recipientShape } from '../emails/email-shape.ts';

export const RECIPIENTS = [
  endpoint({
    method: 'GET',
    path: '/campaigns/{id}/recipients',
    ids: { id: 'campaign' },
    permission: 'read',
    tag: 'Campaigns',
    summary: 'Recipients and where each stands; `/emails/{id}` tells more of each',
    query: z.object({ status: z.enum(RECIPIENT_STATUSES).optional(), ...pageQuery }),
    status: 200,
    response: page(recipientShape.extend({ id: z.string() })),
    handle: ({ transact }, { ids, query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor);
        if (!cursor.ok) return cursor;
        if (!(await findCampaign(sql, ids.id))) return notFound('campaign');
        const { rows, nextCursor } = await listCampaignRecipients(sql, {
          id: ids.id,
          status: query.status,
          limit: query.limit,
          cursor: cursor.value,
        });
        const data = rows.map((row) => ({ id: formatId('message', row.id), ...formatRecipient(row) }));
        return ok({ body: { data, next_cursor: formatCursor(nextCursor) } });
      }),
  }),
];
