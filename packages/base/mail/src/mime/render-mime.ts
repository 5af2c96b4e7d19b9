import { encodeHeaderText } from '../header/encode-header-text.ts';
import { foldHeader } from '../header/fold-header.ts';
import { formatMailbox, type Mailbox } from '../header/format-mailbox.ts';
import { type CompiledMime, formatHeaders } from './compile-mime.ts';
import { encodeBody } from './encode-body.ts';

export type MimeValues = {
  readonly to: Mailbox | readonly Mailbox[];
  readonly cc?: readonly Mailbox[];
  readonly subject: string;
  readonly html?: string;
  readonly text?: string;
  readonly date: Date;
  /** With or without angle brackets. */
  readonly messageId: string;
  /** Fields of this message alone; reserved names are left out. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
};

/** One message, header and body, CRLF, without DKIM. The same inputs give the same bytes. */
export function renderMime(compiled: CompiledMime, values: MimeValues): Buffer {
  const to = [values.to].flat() as Mailbox[];
  const header = [
    compiled.fromLine,
    to.length > 0 ? foldHeader('To', to.map(formatMailbox).join(', ')) : 'To: undisclosed-recipients:;\r\n',
    values.cc?.length ? foldHeader('Cc', values.cc.map(formatMailbox).join(', ')) : '',
    foldHeader('Subject', encodeHeaderText(values.subject)),
    `Date: ${formatMailDate(values.date)}\r\n`,
    foldHeader('Message-ID', `<${values.messageId.replace(/[<>\s]/g, '')}>`),
    compiled.commonLines,
    values.headers ? formatHeaders(values.headers) : '',
    compiled.bodyLines,
  ].join('');

  // A single leaf continues the message's own header; in a multipart the header ends here.
  const single = typeof compiled.segments[0] === 'string';
  const pieces: Buffer[] = [Buffer.from(single ? header : `${header}\r\n`, 'utf8')];
  for (const segment of compiled.segments) {
    if (typeof segment === 'string') pushLeaf(pieces, segment, values[segment] ?? '');
    else pieces.push(segment);
  }
  return Buffer.concat(pieces);
}

function pushLeaf(pieces: Buffer[], slot: 'html' | 'text', text: string): void {
  const { encoding, bytes } = encodeBody(text);
  const type = slot === 'html' ? 'text/html' : 'text/plain';
  pieces.push(
    Buffer.from(`Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`, 'latin1'),
    bytes,
  );
}

let lastDate = { time: Number.NaN, text: '' };

/** RFC 5322 3.3, in UTC. The last one is kept: all messages of a campaign have the same. */
export function formatMailDate(date: Date): string {
  const time = date.getTime();
  if (time !== lastDate.time) lastDate = { time, text: date.toUTCString().replace('GMT', '+0000') };
  return lastDate.text;
}
