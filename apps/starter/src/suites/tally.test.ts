import { expect, test } from 'vitest';
import { addTallies, formatTally } from './tally.ts';

test('the last line counts over all suites, and names stand before it', () => {
  const tally = addTallies([
    { passed: 3, failed: [], skipped: ['browser tests: no chromium'] },
    { passed: 1, failed: ['a refusal is a value'], skipped: [] },
  ]);
  expect(formatTally(tally).split('\n')).toEqual([
    'failed   a refusal is a value',
    'skipped  browser tests: no chromium',
    '4 passed, 1 failed, 1 skipped',
  ]);
});
