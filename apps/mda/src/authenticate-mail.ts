import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resolver } from '@hikyaku/dns';
import { AUTH_RESULTS, type Authenticate, type AuthResult, type AuthResults } from '@hikyaku/ingress';
import { readHeaders } from '@hikyaku/mail';
import { authenticate } from 'mailauth';
import { readTrace } from './read-trace.ts';
import { resolveForMailauth } from './resolve-for-mailauth.ts';

/** For all of a mail's look-ups together. */
const WITHIN_MS = 10_000;
/** Each signature costs a look-up and a verification; nobody honest has more (RFC 8617 section 5.1.1.1 allows 50 sets of seals). */
const SIGNATURES_MAX = 10;
const SEALS_MAX = 50;
const DETAIL_MAX = 255;
/** The event loop is free between two of these. */
const CHUNK_BYTES = 64 * 1024;

type Checked = Awaited<ReturnType<typeof authenticate>>;

const every = (result: AuthResult, why: string): AuthResults => ({
  spf: result,
  dkim: result,
  dmarc: result,
  arc: result,
  detail: { why },
});

/**
 * SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489) and ARC (RFC 8617) of a kept mail. Client and reverse path are read from the
 * trace that this platform put on top, and from nothing else: a mail without it has come over no network. What DNS does not
 * answer in time is `temperror`.
 */
export function authenticateMail(world: {
  platformDomain: string;
  resolver: Resolver;
  withinMs?: number;
}): Authenticate {
  const resolver = resolveForMailauth(world.resolver);
  return async (raw) => {
    const names = readHeaders(raw).map(([name]) => name.toLowerCase());
    const count = (wanted: string) => names.filter((name) => name === wanted).length;
    if (count('dkim-signature') > SIGNATURES_MAX) return every('permerror', 'too many signatures');
    const trace = readTrace(raw, world.platformDomain);
    const late = new AbortController();
    const wait = sleep(world.withinMs ?? WITHIN_MS, undefined, { signal: late.signal, ref: false }).catch(
      () => undefined,
    );
    const options = {
      ip: trace?.address,
      helo: trace?.helo,
      sender: trace?.mailFrom || undefined,
      mta: world.platformDomain,
      resolver,
      disableBimi: true,
      disableArc: count('arc-seal') > SEALS_MAX,
    };
    try {
      const checked = await Promise.race([authenticate(Readable.from(chunksOf(raw)), options), wait]);
      return checked ? readResults(checked, trace?.address) : every('temperror', 'DNS took too long');
    } catch (error) {
      return every('permerror', error instanceof Error ? error.message.slice(0, DETAIL_MAX) : 'unreadable');
    } finally {
      late.abort();
    }
  };
}

function* chunksOf(raw: Buffer): Generator<Buffer> {
  for (let at = 0; at < raw.length; at += CHUNK_BYTES) yield raw.subarray(at, at + CHUNK_BYTES);
}

const cut = (text: unknown): string | undefined => (typeof text === 'string' ? text.slice(0, DETAIL_MAX) : undefined);

const resultOf = (status: { readonly result?: string } | false | undefined): AuthResult => {
  const given = status ? status.result : undefined;
  if (given === 'temperr') return 'temperror';
  return AUTH_RESULTS.find((known) => known === given) ?? 'none';
};

function readResults(checked: Checked, address: string | undefined): AuthResults {
  const signatures = checked.dkim.results.filter((one) => one.signingDomain);
  const best = signatures.find((one) => one.status.result === 'pass') ?? signatures[0];
  const spf = address && checked.spf ? checked.spf : undefined;
  const dmarc = checked.dmarc || undefined;
  const arc = checked.arc || undefined;
  return {
    spf: resultOf(spf?.status),
    dkim: resultOf(best?.status),
    dmarc: resultOf(dmarc?.status),
    arc: resultOf(arc?.status),
    detail: {
      spf: { domain: cut(spf?.domain), client: address },
      dkim: signatures.map((one) => ({
        domain: cut(one.signingDomain),
        selector: cut(one.selector),
        result: resultOf(one.status),
        why: cut(one.status.comment),
      })),
      dmarc: { domain: cut(dmarc?.domain), policy: cut(dmarc?.policy) },
    },
  };
}
