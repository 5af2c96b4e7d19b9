const hex = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
};

/** Quoted-printable to bytes (RFC 2045 6.7). Tolerant: a bad escape stays as it stands. */
export function decodeQuotedPrintable(input: Buffer): Buffer {
  if (!input.includes(61)) return input;
  const out = Buffer.allocUnsafe(input.length);
  let length = 0;
  for (let at = 0; at < input.length; at += 1) {
    const byte = input[at]!;
    if (byte !== 61) {
      out[length++] = byte;
      continue;
    }
    const high = hex(input[at + 1]);
    const low = hex(input[at + 2]);
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low;
      at += 2;
      continue;
    }
    const lineEnd = softBreak(input, at + 1);
    if (lineEnd < 0) out[length++] = byte;
    else at = lineEnd;
  }
  return out.subarray(0, length);
}

/** Index of the LF that ends a soft line break, or -1. Blanks may stand before it, but only a line's worth. */
function softBreak(input: Buffer, from: number): number {
  let at = from;
  while (at < from + 80 && (input[at] === 32 || input[at] === 9)) at += 1;
  if (input[at] === 13) at += 1;
  return input[at] === 10 ? at : -1;
}
