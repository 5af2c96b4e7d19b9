import { createHash } from 'node:crypto';
import type { Keyring } from '@hikyaku/config';
import { parseId } from '@hikyaku/db';
import {
  canonicalAddress,
  decodeHeaderText,
  type Explanation,
  explain,
  parseAddress,
  parseReturnPath,
  parseUnsubscribeAddress,
  readHeaders,
} from '@hikyaku/mail';
import type { Inbound } from './inbound.ts';
import { toStorable } from './storable.ts';

const HEADER_MAX = 1_000;
/** Of a thread as long as they come, the nearest: a References field may have thousands. */
const QUOTED_MAX = 20;
const LOOKED_AT_MAX = 200;
const SIGNED_MAX = 5;
const SIGNED_ADDRESS = /[bu]\+[0-9a-z]{1,11}\.[0-9a-f]{16,64}@[^\s<>@,]{1,255}/gi;
const OWN_MESSAGE_ID = /hk\.(msg_[0-9a-z]{12})@/g;

/** Reads a mail once for all that is done with it. Any bytes are taken. */
export function readInbound(
  { mailFrom, bytes }: { readonly mailFrom: string; readonly bytes: Buffer },
  keyring: Pick<Keyring, 'verify'>,
): Inbound {
  const explanation = explain(bytes);
  const first = new Map<string, string>();
  let hops = 0;
  let quoting = explanation.original?.messageId ?? '';
  for (const [given, value] of readHeaders(bytes)) {
    const name = given.toLowerCase();
    if (name === 'received') hops += 1;
    if (name === 'in-reply-to' || name === 'references') quoting += ` ${value}`;
    if (!first.has(name)) first.set(name, value);
  }
  const shown = (name: string) => toStorable(decodeHeaderText(first.get(name) ?? '').slice(0, HEADER_MAX));
  const from = parseAddress(first.get('from') ?? '');
  return {
    mailFrom,
    bytes,
    explanation,
    fromHeader: shown('from'),
    fromAddress: from.ok ? canonicalAddress(from.address.spelling) : undefined,
    subject: shown('subject'),
    messageId: shown('message-id'),
    quoted: readOwnIds(quoting),
    signed: readSigned(explanation, keyring),
    hops,
    sha256: createHash('sha256').update(bytes).digest(),
  };
}

/** The addresses that we signed into the message which a report returns: none but we, and who got it, could have written them. */
function readSigned({ original }: Explanation, keyring: Pick<Keyring, 'verify'>): number[] {
  if (!original) return [];
  const verify = (text: string, signature: string) => keyring.verify('verp', text, signature);
  const places = [original.returnPath ?? '', ...original.references.map(([, value]) => value)].join(' ');
  const found = [...(places.match(SIGNED_ADDRESS) ?? [])].slice(0, SIGNED_MAX);
  const ids = found.map((one) => (parseReturnPath(one, verify) ?? parseUnsubscribeAddress(one, verify))?.id);
  return [...new Set(ids)].filter((id) => id !== undefined);
}

function readOwnIds(text: string): number[] {
  const ids = new Set<number>();
  let looked = 0;
  for (const [, found] of text.matchAll(OWN_MESSAGE_ID)) {
    if (++looked > LOOKED_AT_MAX) break;
    const id = parseId('message', found!);
    if (id !== null) ids.add(id);
    if (ids.size >= QUOTED_MAX) break;
  }
  return [...ids];
}
