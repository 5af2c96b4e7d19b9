import { liftSuppression, listSuppressions, type Suppression, suppress } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { notFound, ok, writeAudit } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { page, pageQuery, time } from '../../schema/parts.ts';

/** What a program can say of an address; what servers answered is for the platform to note. */
const GIVEN_REASONS = ['manual', 'unsubscribe', 'complaint', 'invalid_recipient', 'inactive_mailbox'] as const;

const suppressionShape = z.object({
  id: z.string(),
  email: z.string(),
  reason: z.string(),
  scope: z.enum(['bulk', 'all']),
  detail: z.string(),
  email_id: z.string().nullable().meta({ description: 'The recipient whose mail led to it' }),
  created_at: time(),
});

const formatSuppression = (one: Suppression) => ({
  id: formatId('suppression', one.id),
  email: one.email,
  reason: one.reason,
  scope: one.scope === 1 ? 'bulk' : 'all',
  detail: one.detail,
  email_id: one.deliveryId === null ? null : formatId('message', one.deliveryId),
  created_at: one.createdAt.toISOString(),
});

const suppressionBody = z.object({
  email: z.string(),
  reason: z.enum(GIVEN_REASONS).default('manual'),
  scope: z.enum(['bulk', 'all']).optional().meta({
    description: '`bulk`: transactional mail still goes. Default: `all`; `bulk` for `unsubscribe` and `complaint`',
  }),
  detail: z.string().max(1_000).optional(),
});

export const SUPPRESSIONS = [
  endpoint({
    method: 'GET',
    path: '/suppressions',
    permission: 'read',
    tag: 'Suppressions',
    summary: 'Addresses that are not mailed, newest first',
    query: z.object({ email: z.string().max(1_000).optional(), reason: z.string().max(100).optional(), ...pageQuery }),
    status: 200,
    response: page(suppressionShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const found = await listSuppressions(sql, query);
        if (!found.ok) return found;
        return ok({ body: { data: found.value.data.map(formatSuppression), next_cursor: found.value.nextCursor } });
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/suppressions',
    permission: 'suppressions:write',
    tag: 'Suppressions',
    summary: 'Keep an address from being mailed: 201, or 200 when it was already',
    body: { kind: 'json', schema: suppressionBody },
    status: 201,
    response: suppressionShape,
    handle: ({ transact }, { body }) =>
      transact(async (sql) => {
        const scope = body.scope ?? (['unsubscribe', 'complaint'].includes(body.reason) ? 'bulk' : 'all');
        const made = await suppress(sql, { ...body, scope: scope === 'bulk' ? 1 : 3 });
        if (!made.ok) return made;
        const parsed = parseAddress(body.email);
        const email = parsed.ok ? canonicalAddress(parsed.address.spelling) : body.email;
        if (made.value.created) await writeAudit(sql, 'suppression.create', email, { reason: body.reason });
        const found = await listSuppressions(sql, { email, reason: body.reason, limit: 1 });
        if (!found.ok) return found;
        return ok({ status: made.value.created ? 201 : 200, body: formatSuppression(found.value.data[0]!) });
      }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/suppressions/{id}',
    ids: { id: 'suppression' },
    permission: 'suppressions:write',
    tag: 'Suppressions',
    summary: 'Let an address be mailed again, as far as this reason goes',
    query: z.object({
      reason: z.string().max(1_000).optional().meta({ description: 'Why it may be; stays in the audit log' }),
    }),
    status: 204,
    handle: ({ transact }, { ids, query }) =>
      transact(async (sql) => ((await liftSuppression(sql, ids.id, query.reason)) ? ok({}) : notFound('suppression'))),
  }),
];
