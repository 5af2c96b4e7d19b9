import type { Piece } from './view.ts';

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The codes at the starts of a reply's further lines may stand between two words (RFC 5321 4.2). */
const between = '(?:\\s|[45]\\d\\d[- ](?:\\d\\.\\d{1,3}\\.\\d{1,3}\\s)?){1,40}';

/** Cuts a text so that the first place of each of `words` is a piece of its own. Blanks between words may be any. */
export function markWords(text: string, words: readonly string[]): Piece[] {
  const places = words.flatMap((one) => findPlace(text, one) ?? []).sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of places) {
    if (start < from) continue;
    if (start > from) pieces.push({ text: text.slice(from, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    from = end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false });
  return pieces;
}

function findPlace(text: string, words: string): { start: number; end: number } | null {
  const pattern = words.trim().split(/\s+/).map(escapePattern).join(between);
  const match = pattern === '' ? null : new RegExp(pattern).exec(text);
  return match && { start: match.index, end: match.index + match[0].length };
}
