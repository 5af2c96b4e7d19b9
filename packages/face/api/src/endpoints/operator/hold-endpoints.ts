import { formatId } from '@hikyaku/db';
import { decideHold, describeHold, type HoldReport } from '@hikyaku/egress';
import { ok, type Result, refuse } from '@hikyaku/tenancy';
import { z } from 'zod';
import { type Context, endpoint, type Reply } from '../../endpoint.ts';
import { asOperator } from './as-operator.ts';

const counts = {
  open: z.int(),
  settled: z.int().describe('Known to be settled by the ledgers of the sending machines'),
};

const holdShape = z.object({
  held: z.boolean(),
  since: z.string().nullable(),
  reason: z.enum(['restored', 'behind', 'moved']).nullable(),
  decision: z.enum(['release', 'cancel']).nullable().describe('The MTA carries it out within seconds'),
  ledgers_read: z.int().describe('Workers whose ledgers have been read: decide when all are'),
  campaigns: z.array(
    z.object({
      id: z.string(),
      tenant_id: z.string(),
      name: z.string(),
      status: z.string(),
      ...counts,
      unlaid: z.int().describe('Not laid out in the backup: nobody can tell, paused when released'),
      overdue: z.boolean().describe('Scheduled for a time that is over: nobody can tell, paused when released'),
    }),
  ),
  messages: z.array(z.object({ stream: z.enum(['transactional', 'bulk']), ...counts })),
});

const formatReport = (report: HoldReport | null): z.output<typeof holdShape> => ({
  held: report !== null,
  since: report?.hold.since.toISOString() ?? null,
  reason: report?.hold.reason ?? null,
  decision: report?.hold.decision ?? null,
  ledgers_read: report?.witnesses.length ?? 0,
  campaigns: (report?.campaigns ?? []).map(({ id, tenantId, name, status, open, settled, unlaid, overdue }) => ({
    id: formatId('campaign', id),
    tenant_id: formatId('tenant', tenantId),
    name,
    status,
    open,
    settled,
    unlaid,
    overdue,
  })),
  messages: (report?.streams ?? []).map(({ stream, open, settled }) => ({ stream, open, settled })),
});

const decide = async ({ world, principal }: Context, decision: 'release' | 'cancel'): Promise<Result<Reply>> => {
  const allowed = asOperator(principal);
  if (!allowed.ok) return allowed;
  if (!(await decideHold(world.engine, decision, principal.scope.actor))) {
    return refuse(409, 'not_held', 'Nothing is held, or it was decided before.');
  }
  return ok({ body: formatReport(await describeHold(world.engine)) });
};

const post = {
  method: 'POST',
  permission: 'campaigns:send',
  tag: 'Operator',
  status: 202,
  response: holdShape,
} as const;
const nothing = { kind: 'json', schema: z.object({}), optional: true } as const;

export const HOLD = [
  endpoint({
    method: 'GET',
    path: '/hold',
    permission: 'read',
    tag: 'Operator',
    summary: 'After a restore: what would go out again',
    status: 200,
    response: holdShape,
    async handle({ world, principal }) {
      const allowed = asOperator(principal);
      return allowed.ok ? ok({ body: formatReport(await describeHold(world.engine)) }) : allowed;
    },
  }),
  endpoint({
    ...post,
    path: '/hold/release',
    summary: 'Let the rest go: whoever is known to be settled gets nothing twice',
    body: nothing,
    handle: (context) => decide(context, 'release'),
  }),
  endpoint({
    ...post,
    path: '/hold/cancel',
    summary: 'Cancel everything that was open in the backup',
    body: nothing,
    handle: (context) => decide(context, 'cancel'),
  }),
];
