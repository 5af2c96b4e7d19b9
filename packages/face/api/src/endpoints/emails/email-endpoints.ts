import { findMessage } from '@hikyaku/campaign';
import { formatId, type TenantSql } from '@hikyaku/db';
import { formatEvent, listMessageEvents } from '@hikyaku/events';
import { accept } from '@hikyaku/submission';
import { notFound, ok, type Result } from '@hikyaku/tenancy';
import { z } from 'zod';
import { type Context, endpoint, type Reply } from '../../endpoint.ts';
import { page } from '../../schema/parts.ts';
import { eventShape } from '../events/event-shape.ts';
import { composeAll, withoutIndex } from './compose.ts';
import { type EmailBody, emailBody } from './email-body.ts';
import { emailShape, formatEmail } from './email-shape.ts';

const BATCH_MAX = 1_000;
const accepted = z.object({ id: z.string() });

/** Takes responsibility for all of them or for none. */
function submit(
  { world, transact }: Context,
  bodies: readonly EmailBody[],
  reply: (ids: string[]) => unknown,
  batch: boolean,
): Promise<Result<Reply>> {
  return transact(async (sql) => {
    const result = await submitIn(sql, world.config, bodies);
    if (!result.ok) return batch ? result : withoutIndex(result);
    const { ids, due } = result.value;
    return ok({
      body: reply(ids.map((id) => formatId('message', id))),
      afterCommit: () => world.waker.wake(due),
    });
  });
}

async function submitIn(sql: TenantSql, world: Context['world']['config'], bodies: readonly EmailBody[]) {
  const mails = await composeAll(sql, bodies);
  return mails.ok ? accept(sql, world, mails.value) : mails;
}

export const EMAILS = [
  endpoint({
    method: 'POST',
    path: '/emails',
    permission: 'emails:send',
    tag: 'Emails',
    summary: 'Send a message',
    body: { kind: 'json', schema: emailBody },
    status: 202,
    response: accepted,
    handle: (context, { body }) => submit(context, [body], ([id]) => ({ id }), false),
  }),
  endpoint({
    method: 'POST',
    path: '/emails/batch',
    permission: 'emails:send',
    tag: 'Emails',
    summary: 'Send up to 1,000 messages; one bad entry refuses all',
    body: { kind: 'json', schema: z.array(emailBody).min(1, 'is empty').max(BATCH_MAX, 'has more than 1,000 entries') },
    status: 202,
    response: z.object({ data: z.array(accepted) }),
    handle: (context, { body }) => submit(context, body, (ids) => ({ data: ids.map((id) => ({ id })) }), true),
  }),
  endpoint({
    method: 'GET',
    path: '/emails/{id}',
    ids: { id: 'message' },
    permission: 'read',
    tag: 'Emails',
    summary: 'A message and where each recipient stands; also for a recipient of a campaign',
    status: 200,
    response: emailShape,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const message = await findMessage(sql, ids.id);
        return message ? ok({ body: formatEmail(message) }) : notFound('email');
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/emails/{id}/events',
    ids: { id: 'message' },
    permission: 'read',
    tag: 'Emails',
    summary: 'The timeline of a message, oldest first',
    status: 200,
    response: page(eventShape),
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const rows = await listMessageEvents(sql, ids.id);
        // Every message begins with its acceptance.
        return rows.length > 0 ? ok({ body: { data: rows.map(formatEvent), next_cursor: null } }) : notFound('email');
      }),
  }),
];
