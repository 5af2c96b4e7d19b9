import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCsvReader } from './csv-reader.ts';
import { guessSeparator } from './guess-separator.ts';

const readAll = (text: string, size = text.length || 1, separator = ',') => {
  const reader = createCsvReader(separator);
  const records = [];
  for (let at = 0; at < text.length; at += size) records.push(...reader.write(text.slice(at, at + size)));
  return [...records, ...reader.end()].map((record) => ('cells' in record ? record.cells : record.broken));
};

test('what was written as CSV is read back, in pieces of any size, with any line end', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '漢', ';'), maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (rows, lineEnd, size, closed) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(lineEnd);
        expect(readAll(text + (closed ? lineEnd : ''), size)).toEqual(rows);
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

test('plain cells, blank lines, quotes inside cells and a missing last line end are read', () => {
  const expected = [['a', 'b'], [''], ['5" disk', ' "x" '], ['say "hi" now', ''], ['c']];
  const text = 'a,b\n\n5" disk, "x" \n"say "hi" now",\nc';
  for (const size of [1, 2, 3, 100]) expect(readAll(text, size)).toEqual(expected);
});

test('a quote that is never closed costs its own line only', () => {
  const expected = [['h', 'i'], 'quote_not_closed', ['c', 'd'], 'quote_not_closed', ['e f', 'g']];
  const text = 'h,i\n"a,b\nc,d\n"x,y\n"e f",g\n';
  for (const size of [1, 7, 100]) expect(readAll(text, size)).toEqual(expected);
  expect(readAll('h\n"a,b\nc,d')).toEqual([['h'], 'quote_not_closed', ['c', 'd']]);
});

test('a line without an end is given up and the next line is read', () => {
  const long = 'x'.repeat(250_000);
  for (const size of [30_000, 1_000_000]) {
    expect(readAll(`h\n${long}\nb\n`, size)).toEqual([['h'], 'row_too_long', ['b']]);
    expect(readAll(`h\n"${long}\nb\n`, size)).toEqual([['h'], 'quote_not_closed', ['b']]);
  }
});

test('the separator is the one that the first line uses', () => {
  expect(guessSeparator('email,name\na;b;c;d')).toBe(',');
  expect(guessSeparator('email\tname, first\tx')).toBe('\t');
  expect(guessSeparator('"a,b,c";"d"\n')).toBe(';');
  expect(guessSeparator('email')).toBe(',');
});
