import { getServers } from 'node:dns';
import { answerCache, type Fresh } from './answer-cache.ts';
import { askServer, type Server } from './ask-server.ts';
import { openTurnstile } from './open-turnstile.ts';
import { MOST_ALIASES, readPacket } from './read-packet.ts';
import { resolveWith } from './resolve-with.ts';
import type { Lookup, RecordKind, Reply, Resolver } from './resolver.ts';

export type ResolverOptions = {
  /** `host:port`, `[v6]:port` or an address. Default: the servers of this system. */
  readonly server?: string;
  /** Answers kept, the longest unused leave first. */
  readonly cacheSize?: number;
  /** Longest time that "no such name" is believed; 0 = asked anew each time. A zone's own shorter time wins. */
  readonly negativeTtlSeconds?: number;
  /** Wait for one server, per try. */
  readonly timeoutMs?: number;
};

const TRIES = 2;
/** Each open question holds a socket. */
const MOST_OPEN_QUESTIONS = 256;

/** Opens the product's way to DNS. Throws when `server` cannot be read. */
export function openResolver(options: ResolverOptions = {}): Resolver {
  const { cacheSize = 50_000, negativeTtlSeconds = 300, timeoutMs = 3_000 } = options;
  const servers = (options.server === undefined ? getServers() : [options.server]).map(parseServer);
  const cache = answerCache<Reply<unknown>>(cacheSize);
  const turnstile = openTurnstile(MOST_OPEN_QUESTIONS);
  let closed = false;

  async function ask(name: string, type: RecordKind, aliases = 0): Promise<Fresh<Reply<unknown>>> {
    let reason = 'no DNS server is configured';
    for (let attempt = 0; attempt < TRIES; attempt++) {
      for (const server of servers) {
        if (closed) return { value: { kind: 'temporary', reason: 'resolver closed' }, ttlSeconds: 0 };
        try {
          const packet = await turnstile.pass(() => askServer(server, name, type, timeoutMs));
          const reply = readPacket(packet, name, type, negativeTtlSeconds);
          if (reply.kind === 'alias') return await follow(reply, type, aliases + 1);
          if (reply.kind !== 'temporary') return { value: reply, ttlSeconds: reply.ttlSeconds };
          reason = reply.reason;
        } catch (error) {
          reason = error instanceof Error ? error.message : String(error);
        }
      }
    }
    return { value: { kind: 'temporary', reason }, ttlSeconds: 0 };
  }

  /** Past the cache: two names that point at each other would wait for each other there. */
  async function follow(
    { target, ttlSeconds }: { readonly target: string; readonly ttlSeconds: number },
    type: RecordKind,
    aliases: number,
  ): Promise<Fresh<Reply<unknown>>> {
    if (aliases > MOST_ALIASES) return { value: { kind: 'temporary', reason: 'CNAME loop' }, ttlSeconds: 0 };
    const { value, ttlSeconds: itsOwn } = await ask(target, type, aliases);
    const least = Math.min(ttlSeconds, itsOwn);
    return { value: value.kind === 'temporary' ? value : { ...value, ttlSeconds: least }, ttlSeconds: least };
  }

  const lookup = (name: string, type: RecordKind) => cache.get(`${type} ${name}`, () => ask(name, type));
  return resolveWith(lookup as Lookup, async () => {
    closed = true;
  });
}

function parseServer(text: string): Server {
  const parts = /^\[([0-9a-f:.%]+)\](?::(\d+))?$/i.exec(text) ?? /^([^:]+)(?::(\d+))?$/.exec(text);
  // getServers() names an IPv6 server on port 53 without brackets.
  if (!parts && text.includes('::')) return { host: text, port: 53 };
  const port = Number(parts?.[2] ?? 53);
  if (!parts || port < 1 || port > 65_535) throw new Error(`not a DNS server: "${text}" (expected host:port)`);
  return { host: parts[1] as string, port };
}
