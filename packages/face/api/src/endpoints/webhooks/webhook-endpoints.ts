import { formatId } from '@hikyaku/db';
import { createWebhook, deleteWebhook, endpointRules, findWebhook, listWebhooks, type Webhook } from '@hikyaku/events';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { page, time } from '../../schema/parts.ts';

const webhookShape = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  active: z.boolean(),
  created_at: time(),
});

const formatWebhook = (webhook: Webhook) => ({
  id: formatId('webhook', webhook.id),
  url: webhook.url,
  events: webhook.events,
  active: webhook.active,
  created_at: webhook.createdAt.toISOString(),
});

const at = { path: '/webhooks/{id}', ids: { id: 'webhook' }, tag: 'Webhooks' } as const;

export const WEBHOOKS = [
  endpoint({
    method: 'POST',
    path: '/webhooks',
    permission: 'webhooks:write',
    tag: 'Webhooks',
    summary: 'Have events posted to a URL; `secret` is shown this once',
    body: {
      kind: 'json',
      schema: z.object({
        url: z.string().max(2_000),
        events: z
          .array(z.string().max(100))
          .max(100)
          .meta({ description: 'Types, families such as `email.*`, or `*`' }),
      }),
    },
    status: 201,
    response: webhookShape.extend({ secret: z.string() }),
    handle: ({ transact, world }, { body }) =>
      transact(async (sql) => {
        const made = await createWebhook(sql, world.keyring, endpointRules(world.config), body);
        if (!made.ok) return made;
        const webhook = await findWebhook(sql, made.value.id);
        return ok({ body: { ...formatWebhook(webhook!), secret: made.value.secret } });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/webhooks',
    permission: 'read',
    tag: 'Webhooks',
    summary: 'Webhooks, newest first',
    status: 200,
    response: page(webhookShape),
    handle: ({ transact }) =>
      transact(async (sql) => ok({ body: { data: (await listWebhooks(sql)).map(formatWebhook), next_cursor: null } })),
  }),
  endpoint({
    ...at,
    method: 'GET',
    permission: 'read',
    summary: 'One webhook',
    status: 200,
    response: webhookShape,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const webhook = await findWebhook(sql, ids.id);
        return webhook ? ok({ body: formatWebhook(webhook) }) : notFound('webhook');
      }),
  }),
  endpoint({
    ...at,
    method: 'DELETE',
    permission: 'webhooks:write',
    summary: 'Delete a webhook with what waits for it',
    status: 204,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const gone = await deleteWebhook(sql, ids.id);
        return gone.ok ? ok({}) : gone;
      }),
  }),
];
