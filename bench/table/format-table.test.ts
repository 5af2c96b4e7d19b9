import { expect, test } from 'vitest';
import type { Row } from '../row.ts';
import { formatTable } from './format-table.ts';
import { ratiosOf } from './ratios.ts';

const row = (name: string, median: number, unit = 'messages/s'): Row => ({
  name,
  unit,
  median,
  min: median,
  max: median,
  runs: 3,
  settings: { bytes: 8_192 },
});
const ROWS = [
  row('wire', 10_000),
  row('wire-1kb', 20_000),
  row('campaign', 2_500),
  row('campaign: postgres', 32, 'us/message'),
  row('campaign: mta main thread', 114, 'us/message'),
  row('campaign-1kb', 3_000),
  row('campaign-killed', 1_000),
  row('postfix-opendkim', 300),
];
const TABLE = {
  machine: {
    cpu: 'a CPU',
    cores: 2,
    memoryGb: 24,
    kernel: '6',
    rsaMicroseconds: 240,
    syncMicroseconds: 110,
    loadBefore: 0,
  },
  versions: { node: '20.20.2' },
  rows: ROWS,
};

test('a row is held against the same size only, and only the plain row has bars', () => {
  expect(ratiosOf(ROWS[2]!, ROWS)).toEqual([
    { to: 'wire', value: 0.25, bar: 0.2 },
    { to: 'postfix-opendkim', value: 2_500 / 300, bar: 10 },
  ]);
  expect(ratiosOf(ROWS[5]!, ROWS)).toEqual([{ to: 'wire-1kb', value: 0.15 }]);
  expect(ratiosOf(ROWS[3]!, ROWS)).toEqual([]);
});

test('the table says the machine, the bars that were reached and missed, and where the time went', () => {
  const text = formatTable(TABLE, false);
  expect(text).toContain('RSA-2048 240 us');
  expect(text).toContain('0.250 x wire (bar 0.2: reached)');
  expect(text).toContain('8.3 x postfix-opendkim (bar 10: missed)');
  expect(text).toContain('postgres 32 + mta main thread 114 = 146 us of CPU');
});

test('in Markdown every line has the same cells', () => {
  const lines = formatTable(TABLE, true)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(new Set(lines.map((line) => line.split('|').length)).size).toBe(1);
  expect(lines).toHaveLength(2 + ROWS.length - 2);
});
