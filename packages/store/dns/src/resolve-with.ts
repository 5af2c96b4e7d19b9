import { parseName } from './parse-name.ts';
import {
  type AddressAnswer,
  DnsUnavailable,
  type Lookup,
  type MxAnswer,
  type MxHost,
  type Reply,
  type Resolver,
} from './resolver.ts';

/** A hostile zone may list thousands of hosts; no delivery needs more than these. */
const MOST_HOSTS = 50;
const BAD_NAME_TTL_SECONDS = 300;

/** The rules of mail routing over any way to ask one question. */
export function resolveWith(lookup: Lookup, close: () => Promise<void>): Resolver {
  return { mx: (domain) => findMx(lookup, domain), addresses: (host) => findAddresses(lookup, host), txt, close };

  async function txt(text: string): Promise<readonly string[]> {
    const name = parseName(text);
    if (name === undefined) return [];
    const reply = await lookup(name, 'TXT');
    if (reply.kind === 'temporary') throw new DnsUnavailable(`TXT ${name}: ${reply.reason}`);
    return reply.kind === 'found' ? reply.values.slice(0, MOST_HOSTS) : [];
  }
}

async function findMx(lookup: Lookup, text: string): Promise<MxAnswer> {
  const domain = parseName(text);
  if (domain === undefined) return { kind: 'nxdomain', ttlSeconds: BAD_NAME_TTL_SECONDS };
  const reply = await lookup(domain, 'MX');
  if (reply.kind === 'temporary') return reply;
  if (reply.kind === 'nxdomain') return { kind: 'nxdomain', ttlSeconds: reply.ttlSeconds };
  if (reply.kind === 'found') return readHosts(reply.values, reply.ttlSeconds);
  const own = await askAddresses(lookup, domain);
  if (own.kind === 'temporary') return own;
  if (own.kind !== 'found') return { kind: 'nxdomain', ttlSeconds: own.ttlSeconds };
  const ttlSeconds = Math.min(own.ttlSeconds, reply.ttlSeconds);
  return { kind: 'implicit', hosts: [{ exchange: domain, preference: 0 }], ttlSeconds };
}

function readHosts(values: readonly MxHost[], ttlSeconds: number): MxAnswer {
  const named = values.flatMap((host) => {
    const exchange = parseName(host.exchange);
    return exchange === undefined ? [] : [{ exchange, preference: host.preference }];
  });
  // Only a root label and nothing else says "no mail"; beside real hosts it is a mistake to step over (RFC 7505 section 3).
  if (named.length === 0) return { kind: 'null-mx', ttlSeconds };
  const hosts = named.sort((a, b) => a.preference - b.preference).slice(0, MOST_HOSTS);
  return { kind: 'hosts', hosts, ttlSeconds };
}

async function findAddresses(lookup: Lookup, text: string): Promise<AddressAnswer> {
  const host = parseName(text);
  if (host === undefined) return { ok: false, permanent: true, reason: 'not a host name' };
  const reply = await askAddresses(lookup, host);
  if (reply.kind === 'found') return { ok: true, addresses: reply.values, ttlSeconds: reply.ttlSeconds };
  if (reply.kind === 'temporary') return { ok: false, permanent: false, reason: reply.reason };
  return { ok: false, permanent: true, reason: reply.kind === 'nxdomain' ? 'no such host' : 'no address' };
}

async function askAddresses(lookup: Lookup, host: string): Promise<Reply<string>> {
  const [four, six] = await Promise.all([lookup(host, 'A'), lookup(host, 'AAAA')]);
  const found = [four, six].filter((reply) => reply.kind === 'found');
  if (found.length > 0) {
    return {
      kind: 'found',
      values: found.flatMap((reply) => reply.values).slice(0, MOST_HOSTS),
      ttlSeconds: Math.min(...found.map((reply) => reply.ttlSeconds)),
    };
  }
  // One family silent and the other empty proves nothing.
  if (four.kind === 'temporary') return four;
  return six.kind === 'temporary' || six.kind === 'nxdomain' ? six : four;
}
