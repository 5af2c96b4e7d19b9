/** One record: its cells, or why it cannot be read. A blank line is one empty cell. */
export type CsvRecord = { readonly cells: string[] } | { readonly broken: 'quote_not_closed' | 'row_too_long' };

export type CsvReader = { write(text: string): CsvRecord[]; end(): CsvRecord[] };

/** Characters of one record. Beyond it the record is broken, and reading goes on at its second line. */
const MAX_RECORD = 200_000;

const QUOTE = 34;
const LF = 10;
const CR = 13;

type Step = { readonly record: CsvRecord; readonly next: number };

/**
 * Reads CSV (RFC 4180) piece by piece, as offices write it: any line end, rows of any length, quotes inside plain cells.
 * A quote that is never closed costs its own line only: the lines that it would have swallowed are read again.
 */
export function createCsvReader(separator: string): CsvReader {
  let rest = '';
  // Inside the remainder of a line that was given up: nothing is kept until its end.
  let skipping = false;
  const read = (text: string, final: boolean): CsvRecord[] => {
    rest += text;
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < rest.length) {
      if (skipping) {
        const end = afterLine(rest, at);
        if (end === null) {
          at = rest.length;
          break;
        }
        at = end;
        skipping = false;
        continue;
      }
      const step = readRecord(rest, at, separator.charCodeAt(0), final);
      if (!step) break;
      records.push(step.record);
      at = step.next;
      skipping = at < 0;
      if (skipping) at = rest.length;
    }
    rest = rest.slice(at);
    return records;
  };
  return { write: (text) => read(text, false), end: () => read('', true) };
}

/** The record at `from`; null when it goes on beyond this text. `next` < 0: the rest of its line is not here yet. */
function readRecord(text: string, from: number, separator: number, final: boolean): Step | null {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    let end: number;
    if (text.charCodeAt(at) === QUOTE) {
      const quoted = readQuoted(text, at, from, separator, final);
      if (quoted === null) return null;
      if (quoted === 'broken') return giveUp(text, from, 'quote_not_closed');
      cells.push(quoted.cell);
      end = quoted.end;
    } else {
      end = findEnd(text, at, separator);
      if (end === text.length && !final) return end - from > MAX_RECORD ? giveUp(text, from, 'row_too_long') : null;
      cells.push(text.slice(at, end));
    }
    if (end - from > MAX_RECORD) return giveUp(text, from, 'row_too_long');
    const mark = text.charCodeAt(end);
    if (mark === separator) {
      at = end + 1;
      if (at === text.length && !final) return null;
      continue;
    }
    if (mark === CR && end + 1 === text.length && !final) return null;
    return { record: { cells }, next: end + (mark === CR && text.charCodeAt(end + 1) === LF ? 2 : 1) };
  }
}

function findEnd(text: string, from: number, separator: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LF || code === CR) return at;
  }
  return text.length;
}

/**
 * The quoted cell at `start`. A single quote inside it stays as it is on the first line; after a line break it says that
 * the cell was never closed.
 */
function readQuoted(text: string, start: number, from: number, separator: number, final: boolean) {
  let cell = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - from > MAX_RECORD) {
      return final || text.length - from > MAX_RECORD ? ('broken' as const) : null;
    }
    const after = text.charCodeAt(quote + 1);
    if (Number.isNaN(after) && !final) return null;
    cell += text.slice(at, quote);
    if (after === separator || after === LF || after === CR || Number.isNaN(after)) return { cell, end: quote + 1 };
    if (after !== QUOTE && /[\r\n]/.test(cell)) return 'broken' as const;
    cell += '"';
    at = quote + (after === QUOTE ? 2 : 1);
  }
}

function giveUp(text: string, from: number, broken: 'quote_not_closed' | 'row_too_long'): Step {
  return { record: { broken }, next: afterLine(text, from) ?? -1 };
}

/** The start of the next line, or null when this text does not show it. */
function afterLine(text: string, from: number): number | null {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    if (code === CR && at + 1 < text.length) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return null;
}
