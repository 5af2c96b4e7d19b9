import { isIP } from 'node:net';
import { isForbiddenAddress, type MxHost } from '@hikyaku/dns';
import type { SmtpReply } from '@hikyaku/mail';
import type { EgressWorld } from '../open-world.ts';
import type { SiteLimits } from '../shape/shaping.ts';
import { chooseSource } from '../wire/choose-source.ts';
import { type OpenedSession, openSession, type Session } from '../wire/open-session.ts';
import type { SaidLine } from '../wire/said.ts';

/** At most this many addresses are tried in one attempt, and hosts looked up for them. */
const ADDRESSES_MAX = 5;
const HOSTS_MAX = 10;
const DAY_MS = 86_400_000;

export type Connected = { readonly ok: true; readonly session: Session; readonly connectionId: number };

/** Nobody took the connection: what the last one said, or why there was none. `permanent` = no attempt later would find another way. */
export type NotConnected = {
  readonly ok: false;
  readonly permanent: boolean;
  readonly reply?: SmtpReply;
  readonly fault: string;
  /** In our own words where no server spoke (RFC 3463). */
  readonly enhanced: string;
  readonly tls: boolean;
  readonly connectionId: number | null;
};

/** Hosts whose TLS failed: they are spoken to in clear for three days, unless their site requires TLS. */
const clearUntil = new Map<string, number>();

/** Where hosts listen, and who named them: `isRoute` = the operator, who may name an address, and any network. */
export type Port = { readonly port: number; readonly isRoute: boolean };

/** Unable to route, a routing loop, the directory cannot say, no answer from host, cryptographic failure. */
const NO_ROUTE = '5.4.4';
const LOOP = '5.4.6';
const DNS_FAULT = '4.4.3';
const NO_ANSWER = '4.4.1';
const TLS_FAULT = '4.7.5';

/** Connects to the first host that takes us: by preference, equals shuffled, at most five addresses (RFC 5321 5.1). */
export async function connect(
  world: EgressWorld,
  hosts: readonly MxHost[],
  { port, isRoute }: Port,
  limits: SiteLimits,
): Promise<Connected | NotConnected> {
  let last: NotConnected = {
    ok: false,
    permanent: true,
    fault: 'no host has an address',
    enhanced: NO_ROUTE,
    tls: false,
    connectionId: null,
  };
  const beyond = isRoute ? hosts : beyondUs(hosts, world.config.platformDomain);
  if (beyond.length === 0 && hosts.length > 0)
    return { ...last, fault: 'the mail would come back to us: we are its mail exchanger', enhanced: LOOP };
  let tried = 0;
  for (const { exchange } of shuffleEquals(beyond).slice(0, HOSTS_MAX)) {
    const answer = isRoute ? await routeAddressesOf(world, exchange) : await addressesOf(world, exchange);
    if (!answer.ok) {
      const permanent = last.permanent && answer.permanent;
      last = { ...last, permanent, fault: answer.reason, enhanced: permanent ? NO_ROUTE : DNS_FAULT };
      continue;
    }
    for (const address of answer.addresses) {
      if (++tried > ADDRESSES_MAX) return last;
      const opened = await openWithFallback(world, { host: exchange, address, port }, limits);
      const connectionId = await recordConnection(world, exchange, address, port, opened);
      if (opened.ok) return { ok: true, session: opened.session, connectionId };
      last = {
        ok: false,
        permanent: false,
        reply: opened.reply,
        fault: opened.fault ?? '',
        enhanced: opened.phase === 'tls' ? TLS_FAULT : NO_ANSWER,
        tls: opened.phase === 'tls',
        connectionId,
      };
    }
  }
  return last;
}

/** Hosts better than ourselves: what stands beside or behind us in the list would send the mail back here (RFC 5321 5.1). */
function beyondUs(hosts: readonly MxHost[], ourName: string): readonly MxHost[] {
  const ours = hosts.filter(({ exchange }) => exchange === ourName.toLowerCase());
  const best = Math.min(...ours.map(({ preference }) => preference));
  return ours.length === 0 ? hosts : hosts.filter(({ preference }) => preference < best);
}

async function addressesOf(world: EgressWorld, exchange: string) {
  const answer = await world.resolver.addresses(exchange);
  if (!answer.ok) return answer;
  const addresses = answer.addresses.filter(
    (address) => !isForbiddenAddress(address, { allowLoopback: world.config.sandbox }),
  );
  return addresses.length > 0
    ? { ok: true as const, addresses }
    : { ok: false as const, permanent: true, reason: `${exchange} leads to a loopback, private or own address` };
}

async function routeAddressesOf(world: EgressWorld, host: string) {
  const own = isIP(host) ? [host] : host === 'localhost' ? ['127.0.0.1', '::1'] : undefined;
  return own ? { ok: true as const, addresses: own } : world.resolver.addresses(host);
}

async function openWithFallback(
  world: EgressWorld,
  to: { host: string; address: string; port: number },
  limits: SiteLimits,
): Promise<OpenedSession> {
  const key = `${to.host}|${to.address}`;
  const inClear = limits.tls === 'opportunistic' && (clearUntil.get(key) ?? 0) > Date.now();
  const target = {
    ...to,
    localAddress: chooseSource(limits.sources ?? world.config.egressIps, to.address),
    ehloName: world.config.platformDomain,
    tls: inClear ? ('none' as const) : limits.tls,
    verifyTls: limits.verifyTls,
    isVouched: false,
  };
  const opened = await openSession(target);
  if (opened.ok || opened.phase !== 'tls' || limits.tls !== 'opportunistic') return opened;
  if (clearUntil.size > 10_000) clearUntil.clear();
  clearUntil.set(key, Date.now() + 3 * DAY_MS * world.config.retryScale);
  return openSession({ ...target, tls: 'none' });
}

async function recordConnection(
  world: EgressWorld,
  host: string,
  address: string,
  port: number,
  opened: OpenedSession,
): Promise<number> {
  const opening: readonly SaidLine[] = opened.ok ? opened.session.opening : opened.opening;
  const [row] = await world.db.query<{ id: number }>(
    'INSERT INTO connections (source_ip, mx_host, mx_ip, port, tls, opening) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id',
    [
      opened.ok ? opened.session.socket.localAddress : '',
      host,
      address,
      port,
      opened.ok ? opened.session.tls : null,
      JSON.stringify(opening),
    ],
  );
  return row!.id;
}

function shuffleEquals(hosts: readonly MxHost[]): MxHost[] {
  return hosts
    .map((host) => ({ host, chance: Math.random() }))
    .sort((a, b) => a.host.preference - b.host.preference || a.chance - b.chance)
    .map(({ host }) => host);
}
