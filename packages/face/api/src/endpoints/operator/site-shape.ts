import { formatId } from '@hikyaku/db';
import { formatWait, type SiteView } from '@hikyaku/egress';
import { z } from 'zod';
import { time } from '../../schema/parts.ts';

const limited = <T extends z.ZodType>(value: T) =>
  z.object({ value, rule: z.string().describe('The row or answer rule that set it') });

const imposed = z.object({
  rule: z.string().describe('An answer rule, or `operator`'),
  source: z.string().describe('One of our addresses; empty: all'),
  tenant_id: z.string().nullable(),
  campaign_id: z.string().nullable(),
  suspended: z.boolean(),
  connections: z.int().nullable(),
  per_minute: z.number().nullable(),
  why: z.string().describe("The receiver's answer, or the operator's reason"),
  since: time(),
  until: time(),
});

export const siteShape = z.object({
  id: z.string(),
  key: z.string().describe('The provider, the MX set, `route:host:port`, `domain:...` while not looked up, or `local`'),
  provider: z.string().describe('The row of the shaping table that says whose site it is'),
  mx: z.array(z.string()),
  domains: z.array(z.string()).describe('The first five'),
  domain_count: z.int(),
  queued: z.int(),
  sending: z.int(),
  deferred: z.int(),
  paused: z.int().describe('Of campaigns that are paused'),
  limits: z.object({
    connections: limited(z.int()),
    per_connection: limited(z.int()),
    per_second: limited(z.number().nullable()),
    tls: limited(z.string()),
  }),
  connections_open: z.int(),
  learned_connections: z.int().nullable().describe('What was found out where no row names the site'),
  sources: z.array(
    z.object({
      address: z.string().describe('Empty: whichever the system chooses'),
      connections: z.int(),
      per_second: z.number().nullable(),
      suspended_until: time().nullable(),
      warm_up_left: z
        .number()
        .nullable()
        .describe('What is left of its day there while it is warmed up; null: it is warm'),
    }),
  ),
  imposed: z.array(imposed).describe('What rules and operators imposed for a while'),
  suspended: z.object({ until: time(), rule: z.string(), why: z.string() }).nullable(),
  next_at: time().nullable().describe('When somebody who waits is tried next'),
  explanation: z.string().describe('Why mail waits, in one line'),
});

export function formatSite(site: SiteView): z.output<typeof siteShape> {
  return {
    id: formatId('site', site.id),
    key: site.key,
    provider: site.provider,
    mx: [...site.mx],
    domains: [...site.domains],
    domain_count: site.domainCount,
    queued: site.ready,
    sending: site.sending,
    deferred: site.deferred,
    paused: site.held,
    limits: {
      connections: site.connections,
      per_connection: site.perConnection,
      per_second: site.perSecond,
      tls: site.tls,
    },
    connections_open: site.connectionsOpen,
    learned_connections: site.learned,
    sources: site.sources.map((source) => ({
      address: source.address,
      connections: source.connections,
      per_second: source.perSecond,
      suspended_until: source.suspendedUntil?.toISOString() ?? null,
      warm_up_left: source.warmUpLeft,
    })),
    imposed: site.imposed.map((one) => ({
      rule: one.rule,
      source: one.source,
      tenant_id: one.tenantId === 0 ? null : formatId('tenant', one.tenantId),
      campaign_id: one.campaignId === 0 ? null : formatId('campaign', one.campaignId),
      suspended: one.suspended,
      connections: one.connections,
      per_minute: one.perMinute,
      why: one.why,
      since: one.since.toISOString(),
      until: one.until.toISOString(),
    })),
    suspended: site.suspension && {
      until: site.suspension.until.toISOString(),
      rule: site.suspension.rule,
      why: site.suspension.why,
    },
    next_at: site.nextAt?.toISOString() ?? null,
    explanation: formatWait(site.wait),
  };
}
