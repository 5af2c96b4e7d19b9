import type { Answer, Question } from 'dns-packet';
import type { FindPersonality } from '../find-personality.ts';
import type { Zones } from './open-zones.ts';
import { canonicalName, type ZoneRecord } from './parse-zone.ts';

export type Said = {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
};

export type Internet = {
  readonly find: FindPersonality;
  readonly zones: Zones;
  /** Address of a domain's MX, where it has one of its own. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Address of every other MX. */
  readonly host: string;
};

/** Short, so that a zone that was just set is seen at once. */
const TTL_SECONDS = 5;
const MOST_ALIASES = 8;
const SERVFAIL: Said = { rcode: 'SERVFAIL', answers: [], authorities: [] };

/** What the DNS of the sandbox says: zones that were set first, then the personalities and `*.example`. */
export function answerQuestion(question: Question, internet: Internet): Said {
  const name = canonicalName(question.name);
  const answers: Answer[] = [];
  let owner = name;
  for (let hop = 0; hop <= MOST_ALIASES; hop++) {
    const said = answerOnce(owner, question.type, internet);
    answers.push(...said.answers);
    const alias = said.answers[0];
    if (alias?.type !== 'CNAME' || question.type === 'CNAME') return { ...said, answers };
    owner = alias.data;
  }
  return SERVFAIL;
}

function answerOnce(name: string, type: string, internet: Internet): Said {
  const zone = internet.zones.around(name);
  const here = zone?.filter((record) => record.name === name) ?? [];
  const records = here.filter((record) => record.type === type);
  if (records.length > 0) return yes(records.map(formatRecord));
  const alias = here.find((record) => record.type === 'CNAME');
  if (alias) return yes([formatRecord(alias)]);
  const made = answerMade(name, type, internet);
  if (made && (made.answers.length > 0 || made.rcode === 'SERVFAIL')) return made;
  const isThere = here.length > 0 || zone?.some((record) => record.name.endsWith(`.${name}`));
  if (isThere) return no('NOERROR', name);
  return made ?? no('NXDOMAIN', name);
}

/** What follows from the personalities alone. Undefined for a name outside the sandbox's internet. */
function answerMade(name: string, type: string, { find, addresses, host }: Internet): Said | undefined {
  const isOurs = (domain: string) => domain.endsWith('.example') || find.isNamed(domain);
  const served = name.startsWith('mx.') ? name.slice(3) : '';
  if (served !== '' && isOurs(served)) {
    const address = addresses.get(served) ?? host;
    return type === 'A' ? yes([{ type, name, ttl: TTL_SECONDS, data: address }]) : no('NOERROR', name);
  }
  if (name.endsWith('.in-addr.arpa')) return answerReverse(name, type, addresses);
  if (!isOurs(name)) return name === 'example' ? no('NOERROR', name) : undefined;
  const one = find.ofDomain(name);
  if (one.dns === 'servfail') return SERVFAIL;
  if (one.dns === 'nxdomain') return no('NXDOMAIN', name);
  if (type !== 'MX') return no('NOERROR', name);
  const data = one.dns === 'null-mx' ? { exchange: '.', preference: 0 } : { exchange: `mx.${name}`, preference: 10 };
  return yes([{ type, name, ttl: TTL_SECONDS, data }]);
}

function answerReverse(name: string, type: string, addresses: ReadonlyMap<string, string>): Said | undefined {
  const address = name.replace('.in-addr.arpa', '').split('.').reverse().join('.');
  const domain = [...addresses].find(([, own]) => own === address)?.[0];
  if (domain === undefined) return undefined;
  return type === 'PTR' ? yes([{ type, name, ttl: TTL_SECONDS, data: `mx.${domain}` }]) : no('NOERROR', name);
}

const yes = (answers: readonly Answer[]): Said => ({ rcode: 'NOERROR', answers, authorities: [] });

/** A "no" carries an SOA, whose minimum says for how long it may be believed (RFC 2308): one second. */
function no(rcode: 'NOERROR' | 'NXDOMAIN', name: string): Said {
  const data = { mname: 'ns.example', rname: 'root.example', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
  const zone = name.slice(name.lastIndexOf('.') + 1);
  return { rcode, answers: [], authorities: [{ type: 'SOA', name: zone, ttl: 1, data }] };
}

function formatRecord({ type, name, value, preference, ttl }: ZoneRecord): Answer {
  if (type === 'MX') return { type, name, ttl, data: { exchange: value === '' ? '.' : value, preference } };
  // One string of a TXT record holds 255 bytes (RFC 1035 section 3.3).
  if (type === 'TXT') return { type, name, ttl, data: splitText(Buffer.from(value)) };
  return { type, name, ttl, data: value };
}

function splitText(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) parts.push(bytes.subarray(at, at + 255));
  return parts;
}
