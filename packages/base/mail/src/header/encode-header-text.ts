/**
 * RFC 2047 allows 75 characters; 60 lets the first word stand on the line of the field's name, which
 * must stay within 76. 12 of them are `=?UTF-8?B?` and `?=`, the other 48 carry 36 bytes.
 */
const WORD_BYTES = 36;
const plain = /^[\x20-\x7e]*$/;
const LONG_WORD = 900;
const longWord = new RegExp(`[^ ]{${LONG_WORD}}`);

/** True when the text would end or split a header line. */
export function hasLineBreak(text: string): boolean {
  return /[\r\n\0]/.test(text);
}

/** The text on one line: breaks become blanks, other control characters go. */
export function toOneLine(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(/[\r\n\0\t]+/g, ' ').replace(/[\u0001-\u001f\u007f]/g, '');
}

/**
 * Unstructured header text (RFC 2047): ASCII as it is, all else as encoded words with one blank between,
 * never broken inside a character. Line breaks become blanks, so no text can start a header of its own.
 */
export function encodeHeaderText(text: string): string {
  const line = toOneLine(text);
  // `=?` in plain text would be taken for an encoded word; over-long words could not be folded.
  if (plain.test(line) && !line.includes('=?') && !(line.length >= LONG_WORD && longWord.test(line))) return line;
  return encodeWords(line);
}

/** All of the text as encoded words, joined by one blank. */
export function encodeWords(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const words: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + WORD_BYTES, bytes.length);
    while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end -= 1;
    words.push(`=?UTF-8?B?${bytes.toString('base64', start, end)}?=`);
    start = end;
  }
  return words.join(' ');
}
