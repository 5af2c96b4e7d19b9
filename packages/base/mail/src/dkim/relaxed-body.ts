const SP = 32;
const TAB = 9;
const CR = 13;
const LF = 10;

/**
 * A body in relaxed form (RFC 6376 3.4.4) without the CRLF that ends it; empty for a body of empty lines.
 * A body that is in that form already is not copied: the search is native, the loop is not.
 */
export function relaxedBody(body: Buffer): Buffer {
  const trimmed = withoutLastLines(body);
  if (trimmed.length === 0) return trimmed;
  const last = trimmed[trimmed.length - 1];
  if (last !== SP && last !== TAB && !trimmed.includes('  ') && !trimmed.includes(' \r\n') && !trimmed.includes(TAB)) {
    return trimmed;
  }
  return withoutLastLines(squeezeBlanks(trimmed));
}

/** Runs of blanks become one, those at line ends none. */
function squeezeBlanks(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  let blank = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at]!;
    if (byte === SP || byte === TAB) {
      blank = true;
      continue;
    }
    if (blank && !(byte === CR && body[at + 1] === LF)) out[length++] = SP;
    blank = false;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

function withoutLastLines(body: Buffer): Buffer {
  let end = body.length;
  while (end >= 2 && body[end - 1] === LF && body[end - 2] === CR) end -= 2;
  return body.subarray(0, end);
}
