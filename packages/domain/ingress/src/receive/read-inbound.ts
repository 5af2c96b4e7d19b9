import { createHash } from 'node:crypto';
import { parseId } from '@hikyaku/db';
import { canonicalAddress, decodeHeaderText, explain, parseAddress, readHeaders } from '@hikyaku/mail';
import type { Inbound } from './inbound.ts';
import { toStorable } from './storable.ts';

const HEADER_MAX = 1_000;
const QUOTED_MAX = 20;
const OWN_MESSAGE_ID = /hk\.(msg_[0-9a-z]{12})@/g;

/** Reads a mail once for all that is done with it. Any bytes are taken. */
export function readInbound({ mailFrom, bytes }: { mailFrom: string; bytes: Buffer }): Inbound {
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
    hops,
    sha256: createHash('sha256').update(bytes).digest(),
  };
}

function readOwnIds(text: string): number[] {
  const ids = new Set<number>();
  for (const [, found] of text.matchAll(OWN_MESSAGE_ID)) {
    const id = parseId('message', found!);
    if (id !== null) ids.add(id);
    if (ids.size >= QUOTED_MAX) break;
  }
  return [...ids];
}
