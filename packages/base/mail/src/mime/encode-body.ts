const CR = 13;
const LF = 10;
const LINE = 76;
const HEX = Buffer.from('0123456789ABCDEF');

export type EncodedBody = {
  readonly encoding: 'base64' | 'quoted-printable';
  /** Lines of at most 76, each ended with CRLF. */
  readonly bytes: Buffer;
};

/**
 * A text body for the wire (RFC 2045): base64 when much of it is not ASCII, quoted-printable otherwise.
 * Any line ends in, CRLF out. Neither form can contain `=_`, which is how our boundaries start.
 */
export function encodeBody(text: string): EncodedBody {
  const size = Buffer.byteLength(text);
  // Two of the three octets of a Japanese character count here, so a tenth is where base64 gets shorter.
  if (size - text.length > size / 10) {
    return { encoding: 'base64', bytes: encodeBase64Lines(Buffer.from(toCrlf(text), 'utf8')) };
  }
  return { encoding: 'quoted-printable', bytes: encodeQuotedPrintable(Buffer.from(text, 'utf8')) };
}

export function toCrlf(text: string): string {
  const lf = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return lf.replaceAll('\n', '\r\n');
}

/** Base64 in lines of 76, each ended with CRLF. */
export function encodeBase64Lines(bytes: Buffer): Buffer {
  const flat = bytes.toString('base64');
  const lines = Math.ceil(flat.length / LINE);
  const out = Buffer.allocUnsafe(flat.length + 2 * lines);
  let at = 0;
  for (let start = 0; start < flat.length; start += LINE) {
    at += out.write(flat.slice(start, start + LINE), at, 'latin1');
    out[at++] = CR;
    out[at++] = LF;
  }
  return out;
}

/** Quoted-printable in lines of at most 76; blanks at line ends are encoded, a line never starts with a dot or `From `. */
export function encodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length * 3 + Math.ceil(bytes.length / 24) * 3 + 8);
  let at = 0;
  let column = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    const next = bytes[index + 1];
    if (byte === LF || byte === CR) {
      if (byte === CR && next === LF) index += 1;
      out[at++] = CR;
      out[at++] = LF;
      column = 0;
      continue;
    }
    const literal = isLiteral(byte, next, column);
    // One place is left for the `=` of a soft break.
    if (column + (literal ? 1 : 3) > LINE - 1) {
      out[at++] = 61;
      out[at++] = CR;
      out[at++] = LF;
      column = 0;
      index -= 1;
      continue;
    }
    if (literal) {
      out[at++] = byte;
      column += 1;
    } else {
      out[at++] = 61;
      out[at++] = HEX[byte >> 4]!;
      out[at++] = HEX[byte & 15]!;
      column += 3;
    }
  }
  if (column > 0) {
    out[at++] = CR;
    out[at++] = LF;
  }
  return out.subarray(0, at);
}

function isLiteral(byte: number, next: number | undefined, column: number): boolean {
  if (byte === 32 || byte === 9) return next !== undefined && next !== LF && next !== CR;
  if (byte === 61 || byte < 32 || byte > 126) return false;
  return column > 0 || (byte !== 46 && !(byte === 70 && next === 114));
}
