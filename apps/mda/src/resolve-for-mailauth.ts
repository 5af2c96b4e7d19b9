import { setTimeout as sleep } from 'node:timers/promises';
import type { Resolver } from '@hikyaku/dns';

const WITHIN_MS = 3_000;
/** A name that nobody answered for is not waited for again so soon: one silent server must not slow the checks of all mail. */
const SILENT_MS = 60_000;
const SILENT_MAX = 10_000;

type Lookup = (name: string, type: string) => Promise<string[][] | string[]>;

type Failure = Error & { readonly code?: string };

const failure = (code: 'ENOTFOUND' | 'ETIMEOUT'): Failure => Object.assign(new Error(code), { code });

/** The product's resolver in the shape that mailauth asks for: that of `dns.promises.resolve`, whose errors have codes. */
export function resolveForMailauth(resolver: Resolver): Lookup {
  const look = async (name: string, type: string): Promise<unknown[]> => {
    if (type === 'TXT') return (await resolver.txt(name)).map((text) => [text]);
    if (type === 'A' || type === 'AAAA') {
      const found = await resolver.addresses(name);
      if (!found.ok && !found.permanent) throw failure('ETIMEOUT');
      return found.ok ? found.addresses.filter((address) => address.includes(':') === (type === 'AAAA')) : [];
    }
    if (type === 'MX') {
      const found = await resolver.mx(name);
      if (found.kind === 'temporary') throw failure('ETIMEOUT');
      return found.kind === 'hosts'
        ? found.hosts.map(({ exchange, preference }) => ({ exchange, priority: preference }))
        : [];
    }
    // PTR: "should not be published" (RFC 7208 section 5.5), and what it says is the client's own word.
    return [];
  };
  const silent = new Map<string, number>();
  const remember = (key: string) => {
    if (silent.size >= SILENT_MAX) silent.delete(silent.keys().next().value!);
    silent.set(key, Date.now() + SILENT_MS);
  };
  return async (name, type) => {
    const key = `${type} ${name}`;
    if ((silent.get(key) ?? 0) > Date.now()) throw failure('ETIMEOUT');
    const late = new AbortController();
    const wait = sleep(WITHIN_MS, undefined, { signal: late.signal, ref: false }).then(
      () => Promise.reject(failure('ETIMEOUT')),
      () => [],
    );
    try {
      const found = await Promise.race([look(name, type), wait]).catch((error: Error) => {
        const why: Failure = error.name === 'DnsUnavailable' ? failure('ETIMEOUT') : error;
        if (why.code === 'ETIMEOUT') remember(key);
        throw why;
      });
      if (found.length === 0) throw failure('ENOTFOUND');
      return found as string[];
    } finally {
      late.abort();
    }
  };
}
