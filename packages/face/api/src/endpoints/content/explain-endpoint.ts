import { explain, REASONS } from '@hikyaku/mail';
import { MESSAGE_MAX_BYTES } from '@hikyaku/submission';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

export const TOOLS = [
  endpoint({
    method: 'POST',
    path: '/tools/explain',
    permission: 'read',
    tag: 'Tools',
    summary: 'What a mail that came back means',
    body: { kind: 'bytes', contentTypes: ['message/rfc822'], maxBytes: MESSAGE_MAX_BYTES },
    status: 200,
    response: z.object({
      file: z.null(),
      kind: z.enum(['bounce', 'delayed', 'delivered', 'complaint', 'autoreply', 'unsubscribe', 'other']),
      recipients: z.array(
        z.object({
          recipient: z.string().nullable(),
          status: z.string().nullable(),
          reply_code: z.int().nullable(),
          reason: z.enum(REASONS),
          hard: z.boolean(),
          diagnostic: z.string().nullable(),
        }),
      ),
    }),
    async handle(_context, { body }) {
      const { kind, recipients } = explain(body);
      return ok({ body: { file: null, kind, recipients } });
    },
  }),
];
