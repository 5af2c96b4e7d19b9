import { formatId } from '@hikyaku/db';
import {
  AUTH_RESULTS,
  findInboundMessage,
  type InboundMessage,
  listMailboxes,
  listMailboxMessages,
} from '@hikyaku/ingress';
import { readMessage } from '@hikyaku/mail';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { page, pageQuery, time } from '../../schema/parts.ts';

const INT_MAX = 2 ** 31 - 1;

const mailboxShape = z.object({
  id: z.string(),
  address: z.string(),
  name: z.string(),
  unseen: z.int(),
  created_at: time(),
});

const inboundShape = z.object({
  id: z.string(),
  mailbox_id: z.string().nullable(),
  kind: z.enum(['reply', 'autoreply', 'bounce', 'delayed', 'delivered', 'complaint', 'unsubscribe', 'other']),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  message_id: z.string(),
  email_id: z.string().nullable().meta({ description: 'The recipient of yours whom it answers' }),
  seen: z.boolean(),
  received_at: time(),
});

const formatInbound = (message: InboundMessage) => ({
  id: formatId('inbound', message.id),
  mailbox_id: message.mailboxId === null ? null : formatId('mailbox', message.mailboxId),
  kind: message.kind,
  from: message.fromHeader || message.mailFrom,
  to: message.rcptTo,
  subject: message.subject,
  message_id: message.messageId,
  email_id: message.deliveryId === null ? null : formatId('message', message.deliveryId),
  seen: message.seen,
  received_at: message.receivedAt.toISOString(),
});

const authResult = z.enum(AUTH_RESULTS);
const authShape = z
  .object({ spf: authResult, dkim: authResult, dmarc: authResult, arc: authResult })
  .nullable()
  .meta({ description: 'Who it is really from, as DNS says (RFC 8601). Null for the moment until that was asked' });

const attachmentShape = z.object({ filename: z.string(), content_type: z.string(), size_bytes: z.int() });

export const MAILBOXES = [
  endpoint({
    method: 'GET',
    path: '/mailboxes',
    permission: 'read',
    tag: 'Mailboxes',
    summary: 'Mailboxes that are delivered here',
    query: z.object(pageQuery),
    status: 200,
    response: page(mailboxShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor, INT_MAX);
        if (!cursor.ok) return cursor;
        const { rows, nextCursor } = await listMailboxes(sql, { limit: query.limit, cursor: cursor.value });
        const data = rows.map(({ id, createdAt, ...row }) => ({
          id: formatId('mailbox', id),
          ...row,
          created_at: createdAt.toISOString(),
        }));
        return ok({ body: { data, next_cursor: formatCursor(nextCursor) } });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/mailboxes/{id}/messages',
    ids: { id: 'mailbox' },
    permission: 'read',
    tag: 'Mailboxes',
    summary: 'What was delivered into a mailbox, newest first',
    query: z.object(pageQuery),
    status: 200,
    response: page(inboundShape),
    handle: ({ transact }, { ids, query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor);
        if (!cursor.ok) return cursor;
        const found = await listMailboxMessages(sql, {
          mailboxId: ids.id,
          limit: query.limit,
          cursor: cursor.value,
        });
        if (!found) return notFound('mailbox');
        return ok({ body: { data: found.rows.map(formatInbound), next_cursor: formatCursor(found.nextCursor) } });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/messages/{id}',
    ids: { id: 'inbound' },
    permission: 'read',
    tag: 'Mailboxes',
    summary: 'A received mail, taken apart; it counts as seen from now on',
    status: 200,
    response: inboundShape.extend({
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
      text: z.string().nullable(),
      html: z.string().nullable().meta({ description: 'As it came: not to be trusted' }),
      attachments: z.array(attachmentShape),
      raw_url: z.string(),
      auth: authShape,
    }),
    handle: ({ transact, world }, { ids }) =>
      transact(async (sql) => {
        const message = await findInboundMessage(sql, ids.id);
        if (!message) return notFound('message');
        const { headers, text, html, attachments } = await readMessage(message.raw);
        const shown = formatInbound(message);
        return ok({
          body: {
            ...shown,
            headers,
            text,
            html,
            attachments: attachments.map((file) => ({
              filename: file.filename,
              content_type: file.contentType,
              size_bytes: file.sizeBytes,
            })),
            raw_url: `${world.config.url}/api/v1/messages/${shown.id}/raw`,
            auth: message.auth,
          },
        });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/messages/{id}/raw',
    ids: { id: 'inbound' },
    permission: 'read',
    tag: 'Mailboxes',
    summary: 'The bytes of a received mail',
    status: 200,
    responseType: 'message/rfc822',
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const message = await findInboundMessage(sql, ids.id);
        return message ? ok({ text: message.raw }) : notFound('message');
      }),
  }),
];
