const CR = 13;
const LF = 10;
const DOT = 46;
const F = 70;
const R = 114;
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

/** 1: stands for itself anywhere. 2: a blank. 3: a line end. 0: is always encoded. */
const kinds = new Uint8Array(256);
kinds.fill(1, 33, 127);
kinds[61] = 0;
kinds[32] = 2;
kinds[9] = 2;
kinds[CR] = 3;
kinds[LF] = 3;

// The worst case is three times as long as most texts come out: it is not asked for anew for every message.
const scratch = Buffer.allocUnsafeSlow(256 * 1024);

/** Quoted-printable in lines of at most 76; blanks at line ends are encoded, a line never starts with a dot or `From `. */
export function encodeQuotedPrintable(bytes: Buffer): Buffer {
  const size = bytes.length;
  const most = size * 3 + Math.ceil(size / 24) * 3 + 8;
  const out = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  let at = 0;
  let lineStart = 0;
  for (let index = 0; index < size; ) {
    const byte = bytes[index]!;
    const kind = kinds[byte];
    if (kind === 3) {
      index += byte === CR && bytes[index + 1] === LF ? 2 : 1;
      out[at++] = CR;
      out[at++] = LF;
      lineStart = at;
      continue;
    }
    let literal = kind === 1;
    if (kind === 2) literal = index + 1 < size && kinds[bytes[index + 1]!] !== 3;
    // One place is left for the `=` of a soft break.
    if (at - lineStart + (literal ? 1 : 3) > LINE - 1) {
      out[at++] = 61;
      out[at++] = CR;
      out[at++] = LF;
      lineStart = at;
    }
    if (at === lineStart && (byte === DOT || (byte === F && bytes[index + 1] === R))) literal = false;
    index += 1;
    if (!literal) {
      out[at++] = 61;
      out[at++] = HEX[byte >> 4]!;
      out[at++] = HEX[byte & 15]!;
      continue;
    }
    out[at++] = byte;
    // What stands for itself is copied as far as the line goes.
    const end = Math.min(size, index + LINE - 1 - (at - lineStart));
    while (index < end && kinds[bytes[index]!] === 1) out[at++] = bytes[index++]!;
  }
  if (at > lineStart) {
    out[at++] = CR;
    out[at++] = LF;
  }
  return out === scratch ? Buffer.from(scratch.subarray(0, at)) : out.subarray(0, at);
}
