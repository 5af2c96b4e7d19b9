import type { Config } from '@hikyaku/config';
import { isForbiddenAddress } from '@hikyaku/dns';

/** Where webhooks may go. In the sandbox that is loopback only, and never to a port of the product itself. */
export type EndpointRules = { readonly allowLoopback: boolean; readonly ownPorts: ReadonlySet<number> };

/** The rules of this installation: its own ports are those of its programs, its database and its Redis. */
export function endpointRules(config: Config): EndpointRules {
  const stores = [config.database.app, config.database.engine, config.database.owner, config.database.direct];
  const urls = [...stores, config.redisUrl, config.url].filter((url) => url !== undefined);
  return {
    allowLoopback: config.sandbox,
    ownPorts: new Set([
      ...Object.values(config.ports),
      ...Object.values(config.opsPorts),
      config.mxPort,
      ...urls.map(portOf),
    ]),
  };
}

const DEFAULT_PORTS: Record<string, number> = {
  'http:': 80,
  'https:': 443,
  'redis:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
};

/** The port that a URL means, default or stated. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (DEFAULT_PORTS[protocol] ?? 0);
}

/** Why this URL can be no endpoint, or null. A name is looked up at each attempt; here only what the URL itself says counts. */
export function refuseEndpoint(text: string, rules: EndpointRules): string | null {
  if (text.length > 2_000 || !URL.canParse(text)) return 'must be a URL of at most 2,000 characters';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must start with https:// or http://';
  if (url.username || url.password) return 'must not contain a user name or password';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const local = /(^|\.)localhost\.?$/.test(host);
  const literal = local ? '127.0.0.1' : /^[\d.]+$|:/.test(host) ? host : null;
  if (literal && isForbiddenAddress(literal, rules)) return 'must not name a private, loopback or reserved address';
  if (literal && rules.allowLoopback && rules.ownPorts.has(portOf(text))) return 'must not name a port of this product';
  return null;
}
