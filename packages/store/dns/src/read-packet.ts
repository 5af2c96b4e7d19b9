import type { Answer, DecodedPacket } from 'dns-packet';
import type { RecordKind, Reply } from './resolver.ts';

const MOST_ALIASES = 8;
const MOST_TTL_SECONDS = 86_400;

/** Reads what a packet says about one name, following aliases inside the packet. `negativeTtlSeconds` bounds a "no". */
export function readPacket(
  packet: DecodedPacket,
  name: string,
  type: RecordKind,
  negativeTtlSeconds: number,
): Reply<unknown> {
  // dns-packet gives the response code by name; its types leave it out.
  const rcode = (packet as DecodedPacket & { rcode: string }).rcode;
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return { kind: 'temporary', reason: rcode };
  const answers = packet.answers ?? [];
  const owner = followAliases(answers, name);
  const records = answers.filter((answer) => answer.type === type && answer.name.toLowerCase() === owner);
  if (records.length === 0) {
    const ttlSeconds = Math.min(negativeTtl(packet), negativeTtlSeconds);
    return { kind: rcode === 'NXDOMAIN' ? 'nxdomain' : 'nodata', ttlSeconds };
  }
  const ttls = records.map((record) => ('ttl' in record ? (record.ttl ?? 0) : 0));
  // Not Math.min(...): a packet may hold thousands.
  const ttlSeconds = ttls.reduce((least, ttl) => Math.min(least, ttl), MOST_TTL_SECONDS);
  return { kind: 'found', values: records.map(readValue), ttlSeconds };
}

function followAliases(answers: readonly Answer[], name: string): string {
  let owner = name;
  for (let hop = 0; hop < MOST_ALIASES; hop++) {
    const alias = answers.find((answer) => answer.type === 'CNAME' && answer.name.toLowerCase() === owner);
    if (alias?.type !== 'CNAME') break;
    owner = alias.data.toLowerCase();
  }
  return owner;
}

/** The smaller of the SOA's own TTL and its minimum (RFC 2308 section 5). */
function negativeTtl(packet: DecodedPacket): number {
  const soa = packet.authorities?.find((record) => record.type === 'SOA');
  return soa?.type === 'SOA' ? Math.min(soa.ttl ?? 0, soa.data.minimum ?? 0) : Number.POSITIVE_INFINITY;
}

function readValue(record: Answer): unknown {
  if (record.type === 'MX') return { exchange: record.data.exchange, preference: record.data.preference ?? 0 };
  if (record.type === 'TXT') return [record.data].flat().map(String).join('');
  return 'data' in record ? record.data : undefined;
}
