import { explain, REASONS } from '@hikyaku/mail';
import { MESSAGE_MAX_BYTES } from '@hikyaku/submission';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

const evidence = z.array(
  z.object({
    rule: z.string().describe('What decided: the answer that a rule was written for, a code, or a field'),
    part: z.string().describe('The MIME part in which the words stand: `1`, `2`, `3.1`; or `header`'),
    words: z.string(),
  }),
);

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
          evidence: evidence.describe('What led to the reason'),
        }),
      ),
      evidence: evidence.describe('What led to the kind; empty for `other`'),
    }),
    async handle(_context, { body }) {
      const { kind, recipients, evidence: found } = explain(body);
      return ok({ body: { file: null, kind, recipients, evidence: found } });
    },
  }),
];
