import { formatId } from '@hikyaku/db';
import { findWebhook, listWebhookAttempts, replayWebhook, type WebhookAttempt } from '@hikyaku/events';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { idOf } from '../../schema/id.ts';
import { instant, page, pageQuery, time } from '../../schema/parts.ts';

const attemptShape = z.object({
  id: z.string(),
  event_id: z.string().meta({ description: 'The `webhook-id` of the request' }),
  type: z.string(),
  at: time(),
  status: z.int().nullable(),
  error: z.string().nullable().meta({ description: 'null for a success' }),
  duration_ms: z.int(),
  response: z.string(),
  next_attempt_at: time().nullable(),
});

const formatAttempt = (attempt: WebhookAttempt) => ({
  id: formatId('attempt', attempt.id),
  event_id: formatId('event', attempt.eventId),
  type: attempt.type,
  at: attempt.at.toISOString(),
  status: attempt.status,
  error: attempt.error,
  duration_ms: attempt.durationMs,
  response: attempt.response,
  next_attempt_at: attempt.dueAt?.toISOString() ?? null,
});

const replayBody = z
  .object({
    attempt_id: idOf('attempt').optional(),
    since: instant().optional(),
    until: instant().optional(),
    only_failed: z.boolean().optional(),
  })
  .refine((body) => body.attempt_id === undefined || (body.since ?? body.until ?? body.only_failed) === undefined, {
    path: ['attempt_id'],
    message: 'stands alone',
  });

export const ATTEMPTS = [
  endpoint({
    method: 'GET',
    path: '/webhooks/{id}/attempts',
    ids: { id: 'webhook' },
    permission: 'read',
    tag: 'Webhooks',
    summary: 'What was tried, newest first',
    query: z.object(pageQuery),
    status: 200,
    response: page(attemptShape),
    handle: ({ transact }, { ids, query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor);
        if (!cursor.ok) return cursor;
        if (!(await findWebhook(sql, ids.id))) return notFound('webhook');
        const { rows, nextCursor } = await listWebhookAttempts(sql, {
          webhookId: ids.id,
          limit: query.limit,
          cursor: cursor.value,
        });
        return ok({ body: { data: rows.map(formatAttempt), next_cursor: formatCursor(nextCursor) } });
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/webhooks/{id}/replay',
    ids: { id: 'webhook' },
    permission: 'webhooks:write',
    tag: 'Webhooks',
    summary: 'Send facts again, under the `webhook-id` that they had',
    body: { kind: 'json', schema: replayBody, optional: true },
    status: 202,
    response: z.object({ replayed: z.int() }),
    handle: ({ transact }, { ids, body }) =>
      transact(async (sql) => {
        const replayed = await replayWebhook(sql, ids.id, {
          attemptId: body.attempt_id,
          since: body.since,
          until: body.until,
          onlyFailed: body.only_failed,
        });
        return replayed.ok ? ok({ body: replayed.value }) : replayed;
      }),
  }),
];
