import { isIP } from 'node:net';
import { isForbiddenAddress, type MxHost } from '@hikyaku/dns';
import type { SmtpReply } from '@hikyaku/mail';
import type { EgressWorld } from '../open-world.ts';
import type { SiteLimits } from '../shape/shaping.ts';
import { judgeSession } from '../tls/judge-session.ts';
import { namesHost, type StsPolicy } from '../tls/parse-policy.ts';
import { chooseSource } from '../wire/choose-source.ts';
import { type OpenedSession, openSession, type Session } from '../wire/open-session.ts';
import { replyText, type SaidLine } from '../wire/said.ts';
import { storableText } from '../wire/storable-text.ts';

/** At most this many addresses are tried in one attempt, and hosts looked up for them. */
const ADDRESSES_MAX = 5;
const HOSTS_MAX = 10;
const WHY_MAX = 200;

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

/** Where a group of recipients is to go. */
export type Toward = {
  /** By preference; empty for a route. */
  readonly hosts: readonly MxHost[];
  /** The policy (MTA-STS) that all of them are under, which must be obeyed; null when there is none. */
  readonly enforced: StsPolicy | null;
  /** Their domains, each with its policy, enforced or testing: who may want a report of how TLS went. */
  readonly domains: ReadonlyMap<string, StsPolicy | null>;
};

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
  toward: Toward,
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
  const { hosts, enforced } = toward;
  const beyond = isRoute ? hosts : beyondUs(hosts, world.config.platformDomain);
  if (beyond.length === 0 && hosts.length > 0)
    return { ...last, fault: 'the mail would come back to us: we are its mail exchanger', enhanced: LOOP };
  const named = enforced ? beyond.filter(({ exchange }) => namesHost(enforced, exchange)) : beyond;
  for (const { exchange } of beyond) {
    if (!named.some((one) => one.exchange === exchange))
      noteTls(world, toward, undefined, { host: exchange, address: '' });
  }
  if (named.length === 0 && beyond.length > 0) {
    const fault = `no mail exchanger of ${enforced!.domain} is one that its policy (MTA-STS) names`;
    return { ...last, permanent: false, fault, enhanced: TLS_FAULT, tls: true };
  }
  let tried = 0;
  for (const { exchange } of shuffleEquals(named).slice(0, HOSTS_MAX)) {
    const answer = isRoute ? await routeAddressesOf(world, exchange) : await addressesOf(world, exchange);
    if (!answer.ok) {
      const permanent = last.permanent && answer.permanent;
      last = { ...last, permanent, fault: answer.reason, enhanced: permanent ? NO_ROUTE : DNS_FAULT };
      continue;
    }
    for (const address of answer.addresses) {
      if (++tried > ADDRESSES_MAX) return last;
      const to = { host: exchange, address, port, isRoute };
      const opened = await openWithFallback(world, to, limits, toward);
      const connectionId = await recordConnection(world, exchange, address, port, opened);
      if (opened.ok) {
        opened.session.isVouched = isRoute || enforced !== null;
        return { ok: true, session: opened.session, connectionId };
      }
      last = {
        ok: false,
        permanent: false,
        // A no to STARTTLS says nothing of the mail, only that there is no TLS.
        reply: opened.phase === 'tls' ? undefined : opened.reply,
        fault: opened.fault ?? (opened.reply ? `no TLS: ${replyText(opened.reply)}` : ''),
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

/** In clear after a handshake that failed, where nothing requires TLS: now, and for three days. */
async function openWithFallback(
  world: EgressWorld,
  { isRoute, ...to }: { host: string; address: string; port: number; isRoute: boolean },
  limits: SiteLimits,
  toward: Toward,
): Promise<OpenedSession> {
  const { clearHosts, trust } = world.tls;
  const mayBeClear = limits.tls === 'opportunistic' && !toward.enforced;
  const inClear = mayBeClear && clearHosts.has(to.host, to.address);
  const target = {
    ...to,
    localAddress: chooseSource(world.config.egressIps, to.address),
    ehloName: world.config.platformDomain,
    tls: inClear ? ('none' as const) : toward.enforced ? ('required' as const) : limits.tls,
    verifyTls: limits.verifyTls || toward.enforced !== null,
    secureContext: trust.context,
  };
  const startedAt = Date.now();
  const opened = await openSession(target);
  const isAboutTls = opened.ok || opened.phase === 'tls';
  if (isAboutTls && target.tls !== 'none' && !isRoute) noteTls(world, toward, opened, to);
  if (opened.ok || opened.phase !== 'tls' || !mayBeClear) return opened;
  clearHosts.add(to.host, to.address);
  const afterMs = Date.now() - startedAt;
  const why = storableText(opened.fault ?? (opened.reply ? replyText(opened.reply) : ''), WHY_MAX);
  const again: SaidLine = [afterMs, 'C', `(no TLS: ${why}; once more in clear)`];
  return behind([...opened.opening, again], afterMs, await openSession({ ...target, tls: 'none' }));
}

/** With what was said before it, so that one transcript tells both tries. */
function behind(before: readonly SaidLine[], afterMs: number, opened: OpenedSession): OpenedSession {
  const later = opened.ok ? opened.session.opening : opened.opening;
  const opening = [...before, ...later.map(([at, who, text]): SaidLine => [at + afterMs, who, text])];
  return opened.ok ? { ok: true, session: { ...opened.session, opening } } : { ...opened, opening };
}

/** Counts a session for each domain that it serves. `opened` undefined: the host was passed over. */
function noteTls(
  { tls, config }: EgressWorld,
  { domains }: Pick<Toward, 'domains'>,
  opened: OpenedSession | undefined,
  to: { readonly host: string; readonly address: string },
): void {
  const session = opened?.ok ? opened.session : undefined;
  const sourceIp = session?.socket.localAddress ?? config.egressIps[0] ?? '';
  for (const [domain, policy] of domains) {
    session?.reported.add(domain);
    const verdict = judgeSession(opened, to.host, policy);
    tls.results.note([domain], policy, verdict, { mxHost: to.host, mxIp: to.address, sourceIp });
  }
}

/** A session that is open serves these too: counted for the domains that it did not serve before. */
export function joinSession(world: EgressWorld, session: Session, toward: Toward, isRoute: boolean): void {
  session.isVouched = isRoute || toward.enforced !== null;
  // In clear on purpose: what led to that was counted when it happened.
  if (isRoute || session.target.tls === 'none') return;
  const domains = new Map([...toward.domains].filter(([domain]) => !session.reported.has(domain)));
  if (domains.size > 0) noteTls(world, { domains }, { ok: true, session }, session.target);
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
