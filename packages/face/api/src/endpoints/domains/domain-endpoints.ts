import { formatId } from '@hikyaku/db';
import {
  createDomain,
  deleteDomain,
  domainRecords,
  findDomain,
  listDomains,
  notFound,
  ok,
  type SendingDomain,
  verifyDomain,
} from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { page, time } from '../../schema/parts.ts';
import type { ApiWorld } from '../../world.ts';

const domainShape = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['pending', 'verified', 'failed']),
  receives: z.boolean(),
  records: z.array(
    z.object({
      type: z.enum(['TXT', 'MX', 'CNAME']),
      name: z.string(),
      value: z.string(),
      status: z.enum(['pending', 'verified', 'missing']),
      purpose: z.enum(['ownership', 'dkim', 'spf', 'dmarc', 'inbound', 'tracking']),
      required: z.boolean(),
    }),
  ),
  checked_at: time().nullable(),
  verified_at: time().nullable(),
  created_at: time(),
});

const formatDomain = (world: ApiWorld, domain: SendingDomain) => ({
  id: formatId('domain', domain.id),
  name: domain.name,
  status: domain.status,
  receives: domain.receives,
  records: domainRecords(domain, world.config),
  checked_at: domain.checked_at?.toISOString() ?? null,
  verified_at: domain.verified_at?.toISOString() ?? null,
  created_at: domain.created_at.toISOString(),
});

const at = { path: '/domains/{id}', ids: { id: 'domain' }, tag: 'Domains' } as const;

export const DOMAINS = [
  endpoint({
    method: 'POST',
    path: '/domains',
    permission: 'domains:write',
    tag: 'Domains',
    summary: 'Add a sending domain; `records` says what to publish in DNS',
    body: {
      kind: 'json',
      schema: z.object({
        name: z.string().max(300),
        receives: z.boolean().optional().meta({ description: 'Mail to this domain is delivered here' }),
      }),
    },
    status: 201,
    response: domainShape,
    handle: ({ transact, world }, { body }) =>
      transact(async (sql) => {
        const made = await createDomain(sql, world.keyring, body.name, { receives: body.receives });
        return made.ok ? ok({ body: formatDomain(world, made.value) }) : made;
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/domains',
    permission: 'read',
    tag: 'Domains',
    summary: 'Sending domains, by name',
    status: 200,
    response: page(domainShape),
    handle: ({ transact, world }) =>
      transact(async (sql) => {
        const domains = await listDomains(sql);
        return ok({ body: { data: domains.map((domain) => formatDomain(world, domain)), next_cursor: null } });
      }),
  }),
  endpoint({
    ...at,
    method: 'GET',
    permission: 'read',
    summary: 'One domain',
    status: 200,
    response: domainShape,
    handle: ({ transact, world }, { ids }) =>
      transact(async (sql) => {
        const domain = await findDomain(sql, ids.id);
        return domain ? ok({ body: formatDomain(world, domain) }) : notFound('domain');
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/domains/{id}/verify',
    ids: { id: 'domain' },
    permission: 'domains:write',
    tag: 'Domains',
    summary: 'Look the records up now',
    body: { kind: 'json', schema: z.object({}), optional: true },
    status: 200,
    response: domainShape,
    handle: ({ transact, world }, { ids }) =>
      transact(async (sql) => {
        const verified = await verifyDomain(sql, world.lookUpTxt, ids.id, world.leadsHere);
        return verified.ok ? ok({ body: formatDomain(world, verified.value) }) : verified;
      }),
  }),
  endpoint({
    ...at,
    method: 'DELETE',
    permission: 'domains:write',
    summary: 'Give a domain up: nothing more is sent from it',
    status: 204,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const gone = await deleteDomain(sql, ids.id);
        return gone.ok ? ok({}) : gone;
      }),
  }),
];
