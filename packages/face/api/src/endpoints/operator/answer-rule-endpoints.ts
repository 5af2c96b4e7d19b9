import { changeAnswerRules, listAnswerRules } from '@hikyaku/egress';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { asOperator } from './as-operator.ts';

const rowShape = z.object({
  name: z.string(),
  providers: z.array(z.string()).default([]).describe('Names of rows of the shaping table; empty: any site'),
  pattern: z
    .string()
    .describe('A regular expression over "code enhanced-code text" of a refusal, without regard to case'),
  per_hour: z.number().describe('It fires at so many such answers within an hour'),
  action: z.enum(['suspend', 'limit']),
  connections: z.number().nullable().default(null),
  per_minute: z.number().nullable().default(null),
  minutes: z.number().describe('How long it lasts, 1 to 10080'),
  scope: z.enum(['source', 'tenant', 'campaign']).default('source').describe('What it is about, at that site'),
});

const tableShape = z.object({ data: z.array(rowShape) });

export const ANSWER_RULES = [
  endpoint({
    method: 'GET',
    path: '/answer-rules',
    permission: 'read',
    tag: 'Operator',
    summary: 'What receivers say, and what is done about it',
    status: 200,
    response: tableShape,
    async handle({ world, principal }) {
      const allowed = asOperator(principal);
      return allowed.ok ? ok({ body: { data: await listAnswerRules(world.engine) } }) : allowed;
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/answer-rules',
    permission: 'campaigns:send',
    tag: 'Operator',
    summary: 'Add, change and remove answer rules: all of it or nothing. A bad row is named with its field',
    body: {
      kind: 'json',
      schema: z.object({ rows: z.array(rowShape).default([]), remove: z.array(z.string()).default([]) }),
      example: {
        rows: [
          {
            name: 'acme-slow-down',
            pattern: 'slow down, acme',
            per_hour: 3,
            action: 'limit',
            connections: 1,
            minutes: 30,
          },
        ],
      },
    },
    status: 200,
    response: tableShape,
    async handle({ world, principal }, { body }) {
      const allowed = asOperator(principal);
      if (!allowed.ok) return allowed;
      const changed = await changeAnswerRules(world.engine, principal.scope.actor, body);
      return changed.ok ? ok({ body: { data: changed.value } }) : changed;
    },
  }),
];
