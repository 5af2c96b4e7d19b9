import { findSite, liftSite, listSites, openShaping, type SitesWorld, suspendSite } from '@hikyaku/egress';
import { notFound, ok, type Result } from '@hikyaku/tenancy';
import { z } from 'zod';
import { type Context, endpoint, type Reply } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { page, pageQuery } from '../../schema/parts.ts';
import type { ApiWorld } from '../../world.ts';
import { asOperator, asOperatorOf } from './as-operator.ts';
import { formatSite, siteShape } from './site-shape.ts';

const INT_MAX = 2 ** 31 - 1;

/** The table is read anew: what an operator asks for is what is in force now. */
const sitesOf = async ({ engine, config, limits }: ApiWorld): Promise<SitesWorld> => ({
  engine,
  limits,
  egressIps: config.egressIps,
  shaping: await openShaping(engine, config.routes),
});

async function replySite(world: ApiWorld, id: number): Promise<Result<Reply>> {
  const site = await findSite(await sitesOf(world), id);
  return site ? ok({ body: formatSite(site) }) : notFound('site');
}

/** The site as it is afterwards; its drains are woken when something was lifted. */
async function change({ world, principal }: Context, id: number, run: () => Promise<Result<unknown>>) {
  const allowed = asOperatorOf(principal, 'site');
  if (!allowed.ok) return allowed;
  const changed = await run();
  return changed.ok ? replySite(world, id) : changed;
}

const one = { ids: { id: 'site' }, tag: 'Operator', status: 200, response: siteShape } as const;

export const SITES = [
  endpoint({
    method: 'GET',
    path: '/sites',
    permission: 'read',
    tag: 'Operator',
    summary: 'Where mail goes: what waits at each site, the limits in force, and why',
    query: z.object({
      ...pageQuery,
      busy: z.enum(['true', 'false']).optional().describe('Only those with open mail or under a limit for a while'),
    }),
    status: 200,
    response: page(siteShape),
    async handle({ world, principal }, { query }) {
      const allowed = asOperator(principal);
      if (!allowed.ok) return allowed;
      const before = parseCursor(query.cursor, INT_MAX);
      if (!before.ok) return before;
      const { limit } = query;
      const found = await listSites(await sitesOf(world), {
        limit: limit + 1,
        before: before.value,
        busy: query.busy === 'true',
      });
      const rows = found.slice(0, limit);
      const next = found.length > limit ? (rows.at(-1)?.id ?? null) : null;
      return ok({ body: { data: rows.map(formatSite), next_cursor: formatCursor(next) } });
    },
  }),
  endpoint({
    ...one,
    method: 'GET',
    path: '/sites/{id}',
    permission: 'read',
    summary: 'One site: limits in force with the rule that set each, what waits, and what happens next',
    async handle({ world, principal }, { ids }) {
      const allowed = asOperatorOf(principal, 'site');
      return allowed.ok ? replySite(world, ids.id) : allowed;
    },
  }),
  endpoint({
    ...one,
    method: 'POST',
    path: '/sites/{id}/suspend',
    permission: 'campaigns:send',
    summary: 'Send nothing there for a while: what waits is not tried',
    body: {
      kind: 'json',
      schema: z.object({
        minutes: z.int().describe('1 to 10080'),
        reason: z.string(),
        source: z.string().max(100).optional().describe('One of our addresses; left out: all'),
      }),
      example: { minutes: 60, reason: 'The provider asked for a pause' },
    },
    handle: (context, { ids, body }) =>
      change(context, ids.id, () => suspendSite(context.world.engine, context.principal.scope.actor, ids.id, body)),
  }),
  endpoint({
    ...one,
    method: 'POST',
    path: '/sites/{id}/lift',
    permission: 'campaigns:send',
    summary: 'End what rules and operators imposed on a site',
    body: { kind: 'json', schema: z.object({}), optional: true },
    async handle(context, { ids }) {
      const { world, principal } = context;
      const said = await change(context, ids.id, () => liftSite(world.engine, principal.scope.actor, ids.id));
      const due = [0, 1].map((stream) => ({ siteId: ids.id, stream }));
      return said.ok ? ok({ ...said.value, afterCommit: () => world.waker.wake(due) }) : said;
    },
  }),
];
