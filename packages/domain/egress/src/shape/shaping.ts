import { findRoute, type Route } from '@hikyaku/config';
import type { Sql } from '@hikyaku/db';
import { routeKey } from '@hikyaku/submission';
import { type AnswerRule, loadAnswerRules } from './answer-rules.ts';
import { FIRST_CONNECTIONS } from './learn-connections.ts';

export type TlsPolicy = 'opportunistic' | 'required' | 'none';

/** What one source may do at one site. `perSecond` null = no rate. */
export type SiteLimits = {
  readonly rule: string;
  /** The row that says whose site it is, whichever row gives the limits: answer rules ask for it. */
  readonly provider: string;
  readonly connections: number;
  readonly perConnection: number;
  readonly perSecond: number | null;
  readonly tls: TlsPolicy;
  readonly verifyTls: boolean;
  /** No row names the site: how many connections it bears is found out, up to so many. Null: the number is fixed. */
  readonly learnsUpTo: number | null;
  /** Addresses of ours that may be used there; undefined = all. */
  readonly sources?: readonly string[];
};

export type ShapingRule = {
  readonly name: string;
  readonly match_on: 'mx' | 'domain' | 'site' | 'default';
  readonly patterns: readonly string[];
  readonly connections: number;
  readonly per_connection: number;
  readonly per_second: number | null;
  readonly tls: TlsPolicy;
  readonly verify_tls: boolean;
};

export type Shaping = {
  /** Reads the table again; the one in force stays when that fails. */
  reload(): Promise<void>;
  /** The provider whose every MX this is, which is then the site's key; null for a site of its own. */
  providerOf(mx: readonly string[]): string | null;
  limitsOf(
    site: { readonly key: string; readonly mx: readonly string[]; readonly learned?: number | null },
    domain: string | undefined,
  ): SiteLimits;
  answerRules(): readonly AnswerRule[];
};

// A rule of last resort, should the table be empty: no site is ever without limits.
const CAREFUL: SiteLimits = {
  rule: 'built-in',
  provider: 'default',
  connections: 10,
  perConnection: 100,
  perSecond: 20,
  tls: 'opportunistic',
  verifyTls: false,
  learnsUpTo: null,
};
const ROUTE = { connections: 50, perConnection: 1_000 };

const endsIn = (name: string, suffix: string) => name === suffix || name.endsWith(`.${suffix}`);
const fitsDomain = (domain: string, pattern: string) =>
  pattern.startsWith('*.') ? domain.endsWith(pattern.slice(1)) : domain === pattern;

const fromRule = (rule: ShapingRule): SiteLimits => ({
  rule: rule.name,
  provider: rule.name,
  connections: rule.connections,
  perConnection: rule.per_connection,
  perSecond: rule.per_second,
  tls: rule.tls,
  verifyTls: rule.verify_tls,
  learnsUpTo: rule.match_on === 'default' ? rule.connections : null,
});

/** Shaping as data: the rows of `shaping_rules`, by rank. */
export async function openShaping(sql: Sql, routes: readonly Route[]): Promise<Shaping> {
  let rules: readonly ShapingRule[] = [];
  let answerRules: readonly AnswerRule[] = [];
  const reload = async () => {
    rules = await sql.query<ShapingRule>('SELECT * FROM shaping_rules ORDER BY rank, id');
    answerRules = await loadAnswerRules(sql);
  };
  await reload();
  const providerOf = (mx: readonly string[]) =>
    mx.length === 0
      ? null
      : (rules.find(
          (rule) => rule.match_on === 'mx' && mx.every((host) => rule.patterns.some((suffix) => endsIn(host, suffix))),
        )?.name ?? null);
  return {
    reload,
    providerOf,
    answerRules: () => answerRules,
    limitsOf(site, domain) {
      const byDomain = domain
        ? rules.find(
            (rule) => rule.match_on === 'domain' && rule.patterns.some((pattern) => fitsDomain(domain, pattern)),
          )
        : undefined;
      if (site.key.startsWith('route:')) return routeLimits(routes, site.key, domain, byDomain);
      const provider = providerOf(site.mx);
      const rule =
        rules.find((one) => one.match_on === 'site' && one.patterns.includes(site.key)) ??
        byDomain ??
        rules.find((one) => one.match_on === 'mx' && one.name === provider) ??
        rules.find((one) => one.match_on === 'default');
      const whose = provider ?? byDomain?.name ?? 'default';
      const limits = { ...(rule ? fromRule(rule) : CAREFUL), provider: whose };
      return limits.learnsUpTo === null
        ? limits
        : { ...limits, connections: Math.min(limits.learnsUpTo, site.learned ?? FIRST_CONNECTIONS) };
    },
  };
}

/** A route is a site of its own with a smart host's limits, unless a row names the recipient's domain; its options narrow both. */
function routeLimits(
  routes: readonly Route[],
  key: string,
  domain: string | undefined,
  rule: ShapingRule | undefined,
): SiteLimits {
  const route = (domain && findRoute(routes, domain)) || routes.find((one) => routeKey(one) === key);
  const base = rule ? fromRule(rule) : { ...CAREFUL, rule: 'route', provider: 'route', ...ROUTE, perSecond: null };
  const perSecond = Math.min(base.perSecond ?? Number.POSITIVE_INFINITY, route?.perSecond ?? Number.POSITIVE_INFINITY);
  return {
    ...base,
    connections: Math.min(base.connections, route?.connections ?? base.connections),
    perSecond: Number.isFinite(perSecond) ? perSecond : null,
  };
}
