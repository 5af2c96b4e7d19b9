import { describeTls, type TlsAccount } from '@hikyaku/egress';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { asOperator } from './as-operator.ts';

const tlsShape = z.object({
  policies: z.array(
    z.object({
      domain: z.string(),
      mode: z.enum(['enforce', 'testing', 'none']),
      mx: z.array(z.string()),
      fetched_at: z.string(),
      expires_at: z.string(),
    }),
  ),
  results: z.array(
    z.object({
      day: z.string(),
      domain: z.string(),
      policy: z.enum(['sts', 'no-policy-found']),
      result: z.string().describe('In the words of RFC 8460 section 4.3; empty: as it should be'),
      mx_host: z.string(),
      detail: z.string(),
      sessions: z.int(),
    }),
  ),
  reports: z.array(z.object({ day: z.string(), domain: z.string(), rua: z.string(), at: z.string() })),
});

const formatAccount = ({ policies, results, reports }: TlsAccount): z.output<typeof tlsShape> => ({
  policies: policies.map(({ domain, mode, mx, fetched_at, expires_at }) => ({
    domain,
    mode,
    mx: [...mx],
    fetched_at: fetched_at.toISOString(),
    expires_at: expires_at.toISOString(),
  })),
  results: [...results],
  reports: reports.map((report) => ({ ...report, at: report.at.toISOString() })),
});

export const TLS = [
  endpoint({
    method: 'GET',
    path: '/tls',
    permission: 'read',
    tag: 'Operator',
    summary: 'TLS outward: policies in force (MTA-STS), what sessions came to, reports sent (TLS-RPT)',
    query: z.object({ domain: z.string().max(255).optional().describe('Of this policy domain alone') }),
    status: 200,
    response: tlsShape,
    async handle({ world, principal }, { query }) {
      const allowed = asOperator(principal);
      return allowed.ok ? ok({ body: formatAccount(await describeTls(world.engine, query.domain ?? null)) }) : allowed;
    },
  }),
];
