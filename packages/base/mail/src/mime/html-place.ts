import { createHash } from 'node:crypto';
import { encodeBody } from './encode-body.ts';

/** A composed message whose HTML is still to come: what stands before, between and behind its encoding and its body. */
export type CutMessage = { readonly before: Buffer; readonly between: Buffer; readonly after: Buffer };

const ENCODING = 'Content-Transfer-Encoding: 7bit\r\n';
const CRLF = Buffer.from('\r\n');

/** The word that is composed into a message where this HTML will stand: one short line that needs no encoding. */
export const htmlPlace = (html: string): string =>
  `hikyaku-html-${createHash('sha256').update(html).digest('hex').slice(0, 32)}`;

/** Cuts a message that was composed with `htmlPlace(html)` as its HTML. Null when it was not. */
export function cutAtHtml(raw: Buffer, html: string): CutMessage | null {
  const place = htmlPlace(html);
  const at = raw.lastIndexOf(place);
  if (at === -1) return null;
  const encoding = raw.lastIndexOf(ENCODING, at);
  if (encoding === -1) return null;
  const end = at + place.length;
  return {
    before: raw.subarray(0, encoding),
    between: raw.subarray(encoding + ENCODING.length, at),
    // The encoded body ends its last line itself.
    after: raw.subarray(raw.subarray(end, end + 2).equals(CRLF) ? end + 2 : end),
  };
}

/** The message with this HTML in its place. */
export function fillHtml(cut: CutMessage, html: string): Buffer {
  const { encoding, bytes } = encodeBody(html);
  const header = Buffer.from(`Content-Transfer-Encoding: ${encoding}\r\n`, 'latin1');
  return Buffer.concat([cut.before, header, cut.between, bytes, cut.after]);
}
