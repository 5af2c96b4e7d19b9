const SIGNATURE_LENGTH = 24;
const coded = /^<?([bu])\+([0-9a-z]{1,11})\.([0-9a-f]{16,64})@[^@\s]+$/;

export type CodedAddress = {
  /** A positive integer; stands as base 36. */
  readonly id: number;
  readonly domain: string;
  /** Hex HMAC of the text, at least 16 characters; cut to 24. */
  readonly sign: (text: string) => string;
};

/** Must accept a signature that is a prefix of the whole HMAC, and compare in constant time. */
export type VerifySignature = (text: string, signature: string) => boolean;

/** The reverse path of one recipient (VERP): `b+<id>.<hmac>@domain`. */
export function formatReturnPath(of: CodedAddress): string {
  return format('b', of);
}

/** Who a returned mail is about. Null when it is no such address or the signature is not ours. Case does not matter: some systems change it. */
export function parseReturnPath(address: string, verify: VerifySignature): { id: number } | null {
  return parse('b', address, verify);
}

/** The mailto form of List-Unsubscribe: `u+<id>.<hmac>@domain`. */
export function formatUnsubscribeAddress(of: CodedAddress): string {
  return format('u', of);
}

export function parseUnsubscribeAddress(address: string, verify: VerifySignature): { id: number } | null {
  return parse('u', address, verify);
}

function format(kind: 'b' | 'u', { id, domain, sign }: CodedAddress): string {
  const code = `${kind}+${id.toString(36)}`;
  return `${code}.${sign(code).slice(0, SIGNATURE_LENGTH).toLowerCase()}@${domain}`;
}

function parse(kind: 'b' | 'u', address: string, verify: VerifySignature): { id: number } | null {
  const match = coded.exec(address.toLowerCase().replace(/>$/, ''));
  if (!match) return null;
  const [, found = '', base36 = '', signature = ''] = match;
  const id = Number.parseInt(base36, 36);
  // One id, one spelling: leading zeros would be other addresses that a signature was never made for.
  if (found !== kind || !Number.isSafeInteger(id) || id.toString(36) !== base36) return null;
  return verify(`${kind}+${base36}`, signature) ? { id } : null;
}
