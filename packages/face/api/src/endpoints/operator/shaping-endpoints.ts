import { changeShaping, listShapingRows } from '@hikyaku/egress';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { asOperator } from './as-operator.ts';

const rowShape = z.object({
  name: z.string().describe('Also the key of the site, when `match_on` is `mx`'),
  rank: z.number().describe('The first row that fits counts, by rank'),
  match_on: z.enum(['mx', 'domain', 'site', 'default']),
  patterns: z.array(z.string()).describe('MX suffixes, domains (`*.` before a suffix), or keys of sites'),
  connections: z.number().describe('1 to 1000'),
  per_connection: z.number().describe('Messages of one connection, 1 to 100000'),
  per_second: z.number().nullable().describe('Messages a second; null: no rate'),
  tls: z.enum(['opportunistic', 'required', 'none']),
  verify_tls: z.boolean().default(false),
});

const tableShape = z.object({ data: z.array(rowShape) });

export const SHAPING = [
  endpoint({
    method: 'GET',
    path: '/shaping',
    permission: 'read',
    tag: 'Operator',
    summary: 'The shaping table: what is allowed where',
    status: 200,
    response: tableShape,
    async handle({ world, principal }) {
      const allowed = asOperator(principal);
      return allowed.ok ? ok({ body: { data: await listShapingRows(world.engine) } }) : allowed;
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/shaping',
    permission: 'campaigns:send',
    tag: 'Operator',
    summary:
      'Add, change and remove rows: all of it or nothing. A bad row is named with its field, and what is in force stays',
    body: {
      kind: 'json',
      schema: z.object({ rows: z.array(rowShape).default([]), remove: z.array(z.string()).default([]) }),
      example: {
        rows: [
          {
            name: 'site:google',
            rank: 50,
            match_on: 'site',
            patterns: ['google'],
            connections: 2,
            per_connection: 20,
            per_second: 5,
            tls: 'required',
          },
        ],
      },
    },
    status: 200,
    response: tableShape,
    async handle({ world, principal }, { body }) {
      const allowed = asOperator(principal);
      if (!allowed.ok) return allowed;
      const changed = await changeShaping(world.engine, principal.scope.actor, body);
      return changed.ok ? ok({ body: { data: changed.value } }) : changed;
    },
  }),
];
