import { toOneLine } from './encode-header-text.ts';

const PREFERRED = 78;
const LONGEST = 990;

/**
 * One header field, folded at blanks (RFC 5322 2.1.1: 78 preferred, never over 998) and ended with CRLF.
 * The value is structured or already encoded text; line breaks in it become blanks. A word that no
 * fold could save is cut: a receiver would refuse the line.
 */
export function foldHeader(name: string, value: string): string {
  const line = `${name}: ${toOneLine(value).trim()}`;
  if (line.length <= PREFERRED && Buffer.byteLength(line) <= LONGEST) return `${line}\r\n`;
  let folded = '';
  let current = '';
  for (const piece of line.split(/(?<=\S)(?= +\S)/)) {
    for (const part of cut(piece)) {
      // Never leave the name alone on the first line: some receivers take such a field for an empty one.
      if (current !== '' && current.length + part.length > PREFERRED && !(folded === '' && current === `${name}:`)) {
        folded += `${current}\r\n`;
        current = part.startsWith(' ') ? part : ` ${part}`;
      } else {
        current += part;
      }
    }
  }
  return `${folded}${current}\r\n`;
}

function cut(piece: string): string[] {
  if (Buffer.byteLength(piece) <= LONGEST - PREFERRED) return [piece];
  // A quarter of the limit: a character has at most four octets.
  return piece.match(/.{1,220}/gsu) ?? [piece];
}
