import { decodeBytes } from '../charset/decode-bytes.ts';
import { guessEncoding } from '../charset/decode-text.ts';
import { readHeaders, splitMessage } from '../header/split-message.ts';
import { decodeQuotedPrintable } from '../mime/decode-quoted-printable.ts';

/** A returned mail is read up to here: reports come first, the returned message last. */
const BYTES_MAX = 2 * 1024 * 1024;
const TEXT_MAX = 512 * 1024;
const PARTS_MAX = 60;
const DEPTH_MAX = 6;

export type Leaf = {
  /** Its number, as IMAP counts parts (RFC 9051 6.4.5): `1`, `2`, `3.1`. */
  readonly path: string;
  /** Media type, lower case. */
  readonly type: string;
  /** Decoded; HTML without its tags; CRLF turned to LF; cut at 512 KiB. */
  readonly text: string;
};

export type Entity = {
  /** Lower-case names to the first value. */
  readonly header: ReadonlyMap<string, string>;
  readonly type: string;
  readonly parameters: string;
  /** Every part that is not a multipart, in order. A `message/*` part is a leaf as well. */
  readonly leaves: readonly Leaf[];
};

/** Reads a message as far as it can be read: broken boundaries, charsets and encodings give some text, never an error. */
export function readEntity(bytes: Buffer): Entity {
  const raw = skipMailboxLine(bytes.subarray(0, BYTES_MAX));
  const leaves: Leaf[] = [];
  const header = headerMap(raw);
  collect(raw, [], leaves);
  const contentType = header.get('content-type') ?? 'text/plain';
  return { header, type: mediaType(contentType), parameters: contentType.toLowerCase(), leaves };
}

/** Fields by lower-case name; the first of a name counts. */
export function headerMap(raw: Buffer): Map<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of readHeaders(raw)) {
    const key = name.toLowerCase();
    if (!map.has(key)) map.set(key, value);
  }
  return map;
}

/** The `From ` line of a mailbox file, and empty lines before the header. */
function skipMailboxLine(raw: Buffer): Buffer {
  let start = 0;
  while (start < 100 && (raw[start] === 10 || raw[start] === 13)) start += 1;
  if (raw.toString('latin1', start, start + 5) !== 'From ') return raw.subarray(start);
  const end = raw.indexOf(10, start);
  return end < 0 ? raw : raw.subarray(end + 1);
}

function collect(raw: Buffer, path: readonly number[], leaves: Leaf[]): void {
  if (leaves.length >= PARTS_MAX) return;
  const header = headerMap(raw);
  const { body } = splitMessage(raw);
  const contentType = header.get('content-type') ?? 'text/plain';
  const type = mediaType(contentType);
  if (type.startsWith('multipart/') && path.length < DEPTH_MAX) {
    const parts = splitParts(body, parameter(contentType, 'boundary'));
    if (parts.length > 0) {
      for (const [index, part] of parts.entries()) collect(part, [...path, index + 1], leaves);
      return;
    }
  }
  const decoded = decodeTransfer(body.subarray(0, BYTES_MAX), header.get('content-transfer-encoding') ?? '');
  // A multipart without parts is its text.
  const kind = type.startsWith('multipart/') ? 'text/plain' : type;
  leaves.push({
    path: path.join('.') || '1',
    type: kind,
    text: readText(decoded.subarray(0, TEXT_MAX), kind, parameter(contentType, 'charset')),
  });
}

function mediaType(contentType: string): string {
  return (/^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)/.exec(contentType)?.[1] ?? 'text/plain').toLowerCase();
}

function parameter(contentType: string, name: string): string {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(contentType);
  return match?.[1] ?? match?.[2] ?? '';
}

/** The parts between the delimiter lines. When the declared boundary does not occur, the first line that looks like one is used. */
function splitParts(body: Buffer, boundary: string): Buffer[] {
  const named = boundary === '' ? [] : delimiterLines(body, `--${boundary}`);
  if (named.length > 0) return between(body, named);
  const head = body.toString('latin1', 0, 8192);
  const guess = /^--[\w'()+,./:=?!-]{6,70}$/m.exec(head.replaceAll('\r', ''))?.[0];
  return guess ? between(body, delimiterLines(body, guess)) : [];
}

/** `[start, end)` of each line that begins with the delimiter; blanks before it are forgiven. */
function delimiterLines(body: Buffer, delimiter: string): [number, number][] {
  const lines: [number, number][] = [];
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length)) {
    let start = at;
    while (start > 0 && (body[start - 1] === 32 || body[start - 1] === 9)) start -= 1;
    if (start > 0 && body[start - 1] !== 10) continue;
    const end = body.indexOf(10, at);
    lines.push([start, end < 0 ? body.length : end + 1]);
    if (lines.length > PARTS_MAX) break;
  }
  return lines;
}

function between(body: Buffer, lines: readonly [number, number][]): Buffer[] {
  const parts: Buffer[] = [];
  for (const [index, [start, end]] of lines.entries()) {
    if (body.toString('latin1', start, end).trimEnd().endsWith('--') && index === lines.length - 1) break;
    parts.push(body.subarray(end, lines[index + 1]?.[0] ?? body.length));
  }
  return parts;
}

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  const name = encoding.trim().toLowerCase();
  if (name === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (name === 'quoted-printable') return decodeQuotedPrintable(body);
  return body;
}

function readText(bytes: Buffer, type: string, charset: string): string {
  const text = decodeCharset(bytes, charset).replaceAll('\r\n', '\n').replaceAll('\0', '');
  return type === 'text/html' ? stripTags(text) : text;
}

function decodeCharset(bytes: Buffer, charset: string): string {
  if (bytes.includes('\x1b$')) return decodeBytes(bytes, 'iso-2022-jp');
  const name = charset.toLowerCase();
  if (name !== '' && name !== 'us-ascii' && name !== 'ascii') return decodeBytes(bytes, name);
  const guess = guessEncoding(bytes);
  // Without a named charset only what cannot be anything else is believed: guessing kanji out of Latin-1 would lie.
  return decodeBytes(bytes, guess.startsWith('utf-16') ? guess : 'utf-8');
}

/** Enough of HTML to read a notice: block ends become line ends, a few entities are known. */
function stripTags(html: string): string {
  return ['head', 'style', 'script']
    .reduce(dropElement, html.slice(0, TEXT_MAX / 2))
    .replace(/[\r\n]+/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/h\d|\/li|\/td)\b[^<>]{0,200}>/gi, '\n')
    .replace(/<[a-z!/][^<>]{0,2000}>/gi, '')
    .replace(/&nbsp;/gi, ' ')
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&quot;/gi, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/gi, '&');
}

/** By search, not by pattern: a pattern would look for the end again at each of a hundred thousand starts. */
function dropElement(html: string, name: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  let from = 0;
  for (let start = lower.indexOf(`<${name}`); start >= 0; start = lower.indexOf(`<${name}`, from)) {
    kept += html.slice(from, start);
    const end = lower.indexOf(`</${name}`, start);
    if (end < 0) return kept;
    from = end;
  }
  return kept + html.slice(from);
}
