const MAX_HEADERS = 1000;
const MAX_VALUE = 64 * 1024;

/**
 * The header block (with the line end of its last field) and the body of a message. The empty line
 * between them belongs to neither. A message without one is all header. Line ends may be CRLF or LF.
 */
export function splitMessage(raw: Buffer): { header: Buffer; body: Buffer } {
  if (raw[0] === 10) return { header: raw.subarray(0, 0), body: raw.subarray(1) };
  if (raw[0] === 13 && raw[1] === 10) return { header: raw.subarray(0, 0), body: raw.subarray(2) };
  const crlf = raw.indexOf('\r\n\r\n');
  // Only LF pairs before the CRLF pair matter, and looking further would read the whole body.
  const lf = (crlf < 0 ? raw : raw.subarray(0, crlf)).indexOf('\n\n');
  if (lf >= 0) return { header: raw.subarray(0, lf + 1), body: raw.subarray(lf + 2) };
  if (crlf >= 0) return { header: raw.subarray(0, crlf + 2), body: raw.subarray(crlf + 4) };
  return { header: raw, body: raw.subarray(raw.length) };
}

/** Where each field of a header block stands: `[start, end)` with its continuation lines and its line end. */
export function fieldRanges(header: Buffer): [start: number, end: number][] {
  const ranges: [number, number][] = [];
  let start = 0;
  while (start < header.length && ranges.length < MAX_HEADERS) {
    let end = lineEnd(header, start);
    while (end < header.length && (header[end] === 32 || header[end] === 9)) end = lineEnd(header, end);
    ranges.push([start, end]);
    start = end;
  }
  return ranges;
}

function lineEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(10, from);
  return at < 0 ? bytes.length : at + 1;
}

/** The name of the field that starts here, as written, or '' when the line is no field (`From ` lines, junk). */
export function fieldName(header: Buffer, start: number, end: number): string {
  const colon = header.subarray(start, Math.min(end, start + 200)).indexOf(58);
  if (colon <= 0) return '';
  const name = header.toString('latin1', start, start + colon).trimEnd();
  return /^[!-9;-~]+$/.test(name) ? name : '';
}

/**
 * The fields of a message, or of a header block, in order: names as written, values unfolded and
 * trimmed but not decoded (RFC 2047). Raw UTF-8 is read as UTF-8, other 8-bit bytes as Latin-1.
 * At most 1,000 fields; values are cut at 64 KiB.
 */
export function readHeaders(raw: Buffer): [name: string, value: string][] {
  const { header } = splitMessage(raw);
  const fields: [string, string][] = [];
  for (const [start, end] of fieldRanges(header)) {
    const name = fieldName(header, start, end);
    if (name === '') continue;
    const from = header.indexOf(58, start) + 1;
    const bytes = header.subarray(from, Math.min(end, from + MAX_VALUE));
    fields.push([name, unfold(bytes)]);
  }
  return fields;
}

function unfold(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  const text = utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
  return text.replace(/\r?\n(?=[ \t])/g, '').trim();
}
