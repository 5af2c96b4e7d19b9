import type { Answer, DecodedPacket } from 'dns-packet';
import type { RecordKind, Reply } from './resolver.ts';

/** Aliases that are followed from one name, however many packets they need. */
export const MOST_ALIASES = 8;
const MOST_TTL_SECONDS = 86_400;

/** What one packet says about one name. `alias`: only that the records, if any, are under another name, which must be asked for. */
export type Read = Reply<unknown> | { readonly kind: 'alias'; readonly target: string; readonly ttlSeconds: number };

/** Reads what a packet says about one name, following aliases inside the packet. `negativeTtlSeconds` bounds a "no". */
export function readPacket(packet: DecodedPacket, name: string, type: RecordKind, negativeTtlSeconds: number): Read {
  // dns-packet gives the response code by name; its types leave it out.
  const rcode = (packet as DecodedPacket & { rcode: string }).rcode;
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return { kind: 'temporary', reason: rcode };
  const answers = packet.answers ?? [];
  const { owner, ttlSeconds: aliasTtl, isEndless } = followAliases(answers, name);
  // Nobody knows what its owner meant: never "no such record", which would send the mail elsewhere.
  if (isEndless) return { kind: 'temporary', reason: 'CNAME loop' };
  const records = answers.filter((answer) => answer.type === type && answer.name.toLowerCase() === owner);
  if (records.length === 0) {
    const soa = packet.authorities?.find((record) => record.type === 'SOA');
    // A server that does not resolve for us stops where its zone ends (RFC 1034 section 4.3.2).
    if (owner !== name && rcode === 'NOERROR' && !soa) return { kind: 'alias', target: owner, ttlSeconds: aliasTtl };
    const ttlSeconds = Math.min(negativeTtl(soa), aliasTtl, negativeTtlSeconds);
    return { kind: rcode === 'NXDOMAIN' ? 'nxdomain' : 'nodata', ttlSeconds };
  }
  const ttls = records.map((record) => ('ttl' in record ? (record.ttl ?? 0) : 0));
  // Not Math.min(...): a packet may hold thousands.
  const ttlSeconds = ttls.reduce((least, ttl) => Math.min(least, ttl), aliasTtl);
  return { kind: 'found', values: records.map(readValue), ttlSeconds };
}

/** Where a chain of aliases ends in these answers, and the least time that one of them may be kept. */
function followAliases(answers: readonly Answer[], name: string) {
  let owner = name;
  let ttlSeconds = MOST_TTL_SECONDS;
  for (let hop = 0; hop <= MOST_ALIASES; hop++) {
    const alias = answers.find((answer) => answer.type === 'CNAME' && answer.name.toLowerCase() === owner);
    if (alias?.type !== 'CNAME') return { owner, ttlSeconds, isEndless: false };
    owner = alias.data.toLowerCase();
    ttlSeconds = Math.min(ttlSeconds, alias.ttl ?? 0);
  }
  return { owner, ttlSeconds, isEndless: true };
}

/** The smaller of the SOA's own TTL and its minimum (RFC 2308 section 5). */
function negativeTtl(soa: Answer | undefined): number {
  return soa?.type === 'SOA' ? Math.min(soa.ttl ?? 0, soa.data.minimum ?? 0) : Number.POSITIVE_INFINITY;
}

function readValue(record: Answer): unknown {
  if (record.type === 'MX') return { exchange: record.data.exchange, preference: record.data.preference ?? 0 };
  if (record.type === 'TXT') return [record.data].flat().map(String).join('');
  return 'data' in record ? record.data : undefined;
}
