export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'TXT'] as const;

export type ZoneRecord = {
  readonly type: (typeof RECORD_TYPES)[number];
  /** The whole name, lower case, without a dot at the end. */
  readonly name: string;
  readonly value: string;
  readonly preference: number;
  readonly ttl: number;
};

export type ParsedZone =
  | { readonly ok: true; readonly records: readonly ZoneRecord[] }
  | { readonly ok: false; readonly path: string; readonly reason: string };

const MOST_RECORDS = 20_000;
const MOST_VALUE_LENGTH = 4_096;
const TTL_SECONDS = 5;

/** A name as DNS compares it. */
export const canonicalName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

export const isName = (name: string): boolean =>
  name.length <= 253 && /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name);

/** Reads the body of `PUT /zones/{domain}`. A `name` may be `@` or absent (the domain), relative to it, or whole. */
export function parseZone(domain: string, body: unknown): ParsedZone {
  const records = (body as { records?: unknown } | null)?.records;
  if (!Array.isArray(records)) return { ok: false, path: 'records', reason: 'an array is needed' };
  if (records.length > MOST_RECORDS) return { ok: false, path: 'records', reason: `at most ${MOST_RECORDS}` };
  const parsed: ZoneRecord[] = [];
  for (const [index, record] of records.entries()) {
    const one = parseRecord(domain, record);
    if ('path' in one) return { ok: false, path: `records.${index}.${one.path}`, reason: one.reason };
    parsed.push(one);
  }
  return { ok: true, records: parsed };
}

function parseRecord(domain: string, record: unknown): ZoneRecord | { path: string; reason: string } {
  const given = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>;
  const type = RECORD_TYPES.find((known) => known === String(given.type).toUpperCase());
  if (!type) return { path: 'type', reason: `one of ${RECORD_TYPES.join(', ')}` };
  const name = wholeName(domain, given.name ?? '@');
  if (!name || !isName(name)) return { path: 'name', reason: 'not a name' };
  const value = given.value;
  if (typeof value !== 'string' || value.length > MOST_VALUE_LENGTH) return { path: 'value', reason: 'not a text' };
  const target = canonicalName(value);
  // An MX may point to the root: the null MX.
  const isTarget = isName(target) || (type === 'MX' && target === '');
  if (type === 'A' ? !isFour(value) : type === 'AAAA' ? !isSix(value) : type !== 'TXT' && !isTarget) {
    return { path: 'value', reason: `not a value for ${type}` };
  }
  const preference = given.preference ?? 10;
  const ttl = given.ttl ?? TTL_SECONDS;
  if (!isWhole(preference, 65_535)) return { path: 'preference', reason: '0 to 65535' };
  if (!isWhole(ttl, 86_400)) return { path: 'ttl', reason: '0 to 86400 seconds' };
  return { type, name, value: type === 'TXT' ? value : target, preference, ttl };
}

function wholeName(domain: string, given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  const name = canonicalName(given);
  if (name === '@' || name === '') return domain;
  return name === domain || name.endsWith(`.${domain}`) ? name : `${name}.${domain}`;
}

const isFour = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
const isSix = (text: string): boolean =>
  /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`);
const isWhole = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
