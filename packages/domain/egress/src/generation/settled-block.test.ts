import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBlocks, encodeBlock } from './settled-block.ts';

const month = 82 * 2 ** 40;
const block = fc.record({
  at: fc.integer({ min: 1, max: 2 ** 45 }),
  state: fc.constantFrom(2, 3, 4, 7),
  ids: fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 50 }), { minLength: 1, maxLength: 50 }),
});
const sorted = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

test('blocks come back as they were written, ids in order', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const read = [...decodeBlocks(Buffer.concat(blocks.map(encodeBlock)))];
      expect(read).toEqual(blocks.map((one) => ({ ...one, ids: sorted(one.ids) })));
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('a torn or damaged block ends what can be read, and what stands before it counts', () => {
  const first = encodeBlock({ at: 1, state: 2, ids: [month + 1, month + 2] });
  const second = encodeBlock({ at: 2, state: 2, ids: [month + 3] });
  for (let length = 0; length < second.length; length++) {
    expect([...decodeBlocks(Buffer.concat([first, second.subarray(0, length)]))]).toHaveLength(1);
  }
  const damaged = Buffer.concat([first, second]);
  damaged[first.length + 22]! ^= 1;
  expect([...decodeBlocks(damaged)]).toHaveLength(1);
});

test('a thousand neighbours take about a byte each', () => {
  const ids = Array.from({ length: 1_000 }, (_, n) => month + 500_000 + n);
  expect(encodeBlock({ at: 1, state: 2, ids }).length).toBeLessThan(1_050);
});
