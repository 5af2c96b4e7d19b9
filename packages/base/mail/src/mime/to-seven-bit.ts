import { isAscii } from 'node:buffer';
import { encodeField } from '../header/encode-field.ts';
import { fieldName, fieldRanges, splitMessage } from '../header/split-message.ts';
import { encodeBase64Lines, encodeQuotedPrintable } from './encode-body.ts';

/** `eightBit`: something is left that a host without 8BITMIME cannot take. `utf8`: so much that it takes SMTPUTF8 (RFC 6531). */
export type SevenBit = { readonly bytes: Buffer; readonly eightBit: boolean; readonly utf8: boolean };

const DEPTH_MAX = 20;
const PARTS_MAX = 1_000;
const SAMPLE = 2_048;

/**
 * The message with what is not ASCII encoded: bodies as base64 or quoted-printable (RFC 2045 section 6), header texts as
 * encoded words. Done before signing, so that no host on the way has a reason to do it and break the signature (RFC 6376
 * section 5.3). The inside of what somebody else signed (multipart/signed) stays as it is.
 */
export function toSevenBit(raw: Buffer): SevenBit {
  if (isAscii(raw)) return { bytes: raw, eightBit: false, utf8: false };
  const bytes = convert(raw, 0, { left: PARTS_MAX });
  const eightBit = !isAscii(bytes);
  return { bytes, eightBit, utf8: eightBit && !isAscii(splitMessage(bytes).header) };
}

type Room = { left: number };

/** An entity: header, empty line, body. */
function convert(entity: Buffer, depth: number, room: Room): Buffer {
  if (isAscii(entity) || depth > DEPTH_MAX || room.left-- <= 0) return entity;
  const { header, body } = splitMessage(entity);
  const gap = entity.subarray(header.length, entity.length - body.length);
  const fields = fieldRanges(header).map(([start, end]) => ({
    name: fieldName(header, start, end).toLowerCase(),
    bytes: header.subarray(start, end),
  }));
  const textOf = (name: string) => {
    const field = fields.find((one) => one.name === name)?.bytes.toString('latin1') ?? '';
    return field
      .slice(field.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim();
  };
  const type = textOf('content-type').toLowerCase();
  const converted = convertBody(body, { type, full: textOf('content-type') }, depth, room);
  const kept = fields
    .filter(({ name }) => !converted.encoding || name !== 'content-transfer-encoding')
    .map(({ name, bytes }) => {
      // "8bit" of a container whose parts are so no longer is no lie, but nobody should act on it.
      if (
        name === 'content-transfer-encoding' &&
        !converted.encoding &&
        isAscii(converted.bytes) &&
        /8bit|binary/i.test(bytes.toString('latin1'))
      )
        return Buffer.from('Content-Transfer-Encoding: 7bit\r\n');
      return isAscii(bytes) ? bytes : encodeField(bytes);
    });
  if (converted.encoding) {
    if (depth === 0 && !fields.some(({ name }) => name === 'mime-version'))
      kept.push(Buffer.from('MIME-Version: 1.0\r\n'));
    kept.push(Buffer.from(`Content-Transfer-Encoding: ${converted.encoding}\r\n`));
  }
  return Buffer.concat([...kept, gap, converted.bytes]);
}

type Converted = { readonly bytes: Buffer; readonly encoding?: 'base64' | 'quoted-printable' };

function convertBody(body: Buffer, of: { type: string; full: string }, depth: number, room: Room): Converted {
  if (isAscii(body) || of.type.startsWith('multipart/signed')) return { bytes: body };
  if (of.type.startsWith('message/')) return { bytes: convert(body, depth + 1, room) };
  if (of.type.startsWith('multipart/')) {
    const boundary = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(of.full);
    const text = (boundary?.[1] ?? boundary?.[2] ?? '').replace(/\\(.)/g, '$1');
    return { bytes: text === '' ? body : convertParts(body, text, depth, room) };
  }
  const isText = of.type === '' || of.type.startsWith('text/');
  const encoding = isText && !isMostlyHigh(body) ? 'quoted-printable' : 'base64';
  const bytes = encoding === 'base64' ? encodeBase64Lines(body) : encodeQuotedPrintable(body);
  return { encoding, bytes };
}

function convertParts(body: Buffer, boundary: string, depth: number, room: Room): Buffer {
  const out: Buffer[] = [];
  let from = 0;
  let isPart = false;
  for (const { start, end } of delimiters(body, Buffer.from(`--${boundary}`, 'latin1'))) {
    const piece = body.subarray(from, start);
    out.push(isPart ? convertPart(piece, depth, room) : asQuestionMarks(piece), body.subarray(start, end));
    isPart = true;
    from = end;
  }
  out.push(isPart ? asQuestionMarks(body.subarray(from)) : body.subarray(from));
  return Buffer.concat(out);
}

/** The line end before a delimiter belongs to it, not to the part (RFC 2046 section 5.1.1). */
function convertPart(piece: Buffer, depth: number, room: Room): Buffer {
  const converted = convert(piece, depth + 1, room);
  if (converted === piece || !converted.subarray(-2).equals(CRLF) || piece.subarray(-2).equals(CRLF)) return converted;
  return converted.subarray(0, -2);
}

const CRLF = Buffer.from('\r\n');

/** Where lines that begin with the delimiter stand: from the line end before to the end of the line. */
function* delimiters(body: Buffer, delimiter: Buffer): Generator<{ start: number; end: number }> {
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && body[at - 1] !== 10) continue;
    const start = at === 0 ? 0 : body[at - 2] === 13 ? at - 2 : at - 1;
    const lineEnd = body.indexOf(10, at);
    const end = lineEnd < 0 ? body.length : lineEnd + 1;
    // What else begins like it is another one's delimiter, or text.
    const rest = body.toString('latin1', at + delimiter.length, end);
    if (/^(?:--)?[ \t]*\r?\n?$/.test(rest)) yield { start, end };
  }
}

/** What stands before the first and behind the last part is read by nobody. */
const asQuestionMarks = (bytes: Buffer): Buffer =>
  isAscii(bytes) ? bytes : Buffer.from(bytes.map((byte) => (byte > 127 ? 63 : byte)));

/** As its beginning is: whether quoted-printable would be the longer form. */
function isMostlyHigh(bytes: Buffer): boolean {
  const size = Math.min(bytes.length, SAMPLE);
  let count = 0;
  for (let at = 0; at < size; at++) if (bytes[at]! > 127) count += 1;
  return count > size / 6;
}
