const PREFIXES = {
  tenant: 'ten',
  user: 'usr',
  key: 'key',
  domain: 'dom',
  list: 'lst',
  contact: 'con',
  import: 'imp',
  template: 'tpl',
  campaign: 'cmp',
  message: 'msg',
  event: 'evt',
  suppression: 'sup',
  webhook: 'whk',
  attempt: 'att',
  mailbox: 'mbx',
  inbound: 'inb',
  invitation: 'inv',
  audit: 'aud',
  site: 'sit',
} as const;

export type IdKind = keyof typeof PREFIXES;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BITS = 60n;
const MASK = (1n << BITS) - 1n;
// An odd factor and its inverse modulo 2^60: ids do not tell how many there are at a glance. This hides, it does not protect.
const FACTOR = 0x9e3779b97f4a7c15n & MASK;
const INVERSE = inverse(FACTOR);

function inverse(odd: bigint): bigint {
  let x = odd;
  for (let round = 0; round < 6; round++) x = (x * (2n - odd * x)) & MASK;
  return x & MASK;
}

/** `msg_` + 12 characters (Crockford's base 32, lower case). `id` is a positive integer below 2^53. */
export function formatId(kind: IdKind, id: number): string {
  let rest = (BigInt(id) * FACTOR) & MASK;
  let text = '';
  for (let digit = 0; digit < 12; digit++) {
    text = ALPHABET[Number(rest & 31n)]! + text;
    rest >>= 5n;
  }
  return `${PREFIXES[kind]}_${text}`;
}

/** The row id behind a public id, or null when it is none of this kind. */
export function parseId(kind: IdKind, text: string): number | null {
  const prefix = `${PREFIXES[kind]}_`;
  if (!text.startsWith(prefix) || text.length !== prefix.length + 12) return null;
  let value = 0n;
  for (const character of text.slice(prefix.length)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  const id = (value * INVERSE) & MASK;
  return id > 0n && id < 2n ** 53n ? Number(id) : null;
}
