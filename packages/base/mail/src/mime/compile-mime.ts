import { createHash } from 'node:crypto';
import { encodeHeaderText } from '../header/encode-header-text.ts';
import { foldHeader } from '../header/fold-header.ts';
import { formatMailbox, type Mailbox } from '../header/format-mailbox.ts';
import { isReservedHeader } from '../header/reserved-header.ts';
import { type Attachment, formatAttachment } from './format-attachment.ts';

export type MimeHead = {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox | readonly Mailbox[];
  /** Fields that all messages carry; those that renderMime writes itself are left out. */
  readonly extraHeaders?: readonly (readonly [name: string, value: string])[];
  readonly hasHtml: boolean;
  readonly hasText: boolean;
  /** Boundaries come from it: the same seed, the same bytes. */
  readonly boundarySeed: string;
  readonly attachments?: readonly Attachment[];
};

/** What all messages of one content have in common, as bytes. */
export type CompiledMime = {
  readonly fromLine: string;
  readonly commonLines: string;
  readonly bodyLines: string;
  /** Bytes to copy, or the name of the part to encode there. */
  readonly segments: readonly (Buffer | 'html' | 'text')[];
};

type Entity = { readonly header: string; readonly segments: readonly (Buffer | 'html' | 'text')[] };

/**
 * Prepares a content once for many recipients: alternative for text and HTML, related for parts with
 * a Content-ID, mixed for other attachments (RFC 2046, RFC 2387).
 */
export function compileMime(head: MimeHead): CompiledMime {
  const attachments = head.attachments ?? [];
  const inline = attachments.filter((one) => one.contentId !== undefined && head.hasHtml);
  const boundary = (kind: string) =>
    `=_hk_${createHash('sha256').update(`${head.boundarySeed}:${kind}`).digest('hex').slice(0, 28)}`;
  const leaf = (slot: 'html' | 'text'): Entity => ({ header: '', segments: [slot] });
  const file = (one: Attachment): Entity => ({ header: '', segments: [formatAttachment(one)] });

  let html = leaf('html');
  if (inline.length > 0)
    html = multipart('related', boundary('related'), [html, ...inline.map(file)], '; type="text/html"');
  let body = head.hasHtml ? html : leaf('text');
  if (head.hasHtml && head.hasText) body = multipart('alternative', boundary('alternative'), [leaf('text'), html]);
  const others = attachments.filter((one) => !inline.includes(one));
  if (others.length > 0) body = multipart('mixed', boundary('mixed'), [body, ...others.map(file)]);

  const replyTo = head.replyTo === undefined ? [] : [head.replyTo].flat();
  return {
    fromLine: foldHeader('From', formatMailbox(head.from)),
    commonLines: [
      replyTo.length > 0 ? foldHeader('Reply-To', replyTo.map(formatMailbox).join(', ')) : '',
      formatHeaders(head.extraHeaders ?? []),
    ].join(''),
    bodyLines: `MIME-Version: 1.0\r\n${body.header}`,
    segments: joinBuffers(body.segments),
  };
}

/** Fields that a sender chose, encoded and folded; reserved names are left out (RFC 5322 3.6: one of each). */
export function formatHeaders(headers: readonly (readonly [name: string, value: string])[]): string {
  let lines = '';
  for (const [name, value] of headers) {
    if (!isReservedHeader(name)) lines += foldHeader(name, encodeHeaderText(value));
  }
  return lines;
}

function multipart(kind: string, boundary: string, parts: readonly Entity[], parameters = ''): Entity {
  const segments: (Buffer | 'html' | 'text')[] = [];
  for (const part of parts) {
    // Every part ends with a CRLF, which is the delimiter's. A leaf brings its own header; a multipart's ends here.
    const header = part.header === '' ? '' : `${part.header}\r\n`;
    segments.push(Buffer.from(`--${boundary}\r\n${header}`), ...part.segments);
  }
  segments.push(Buffer.from(`--${boundary}--\r\n`));
  return { header: `Content-Type: multipart/${kind}${parameters};\r\n boundary="${boundary}"\r\n`, segments };
}

function joinBuffers(segments: readonly (Buffer | 'html' | 'text')[]): (Buffer | 'html' | 'text')[] {
  const joined: (Buffer | 'html' | 'text')[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (typeof segment !== 'string' && last !== undefined && typeof last !== 'string') {
      joined[joined.length - 1] = Buffer.concat([last, segment]);
    } else {
      joined.push(segment);
    }
  }
  return joined;
}
