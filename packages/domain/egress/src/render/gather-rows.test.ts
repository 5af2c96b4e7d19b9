import { expect, test } from 'vitest';
import { gatherRows, type Later } from './gather-rows.ts';

type Row = { readonly id: number; readonly text: string };

/** A table of rows 1 to 9 that brings two rows an answer. */
function openTable() {
  const asked: number[][] = [];
  const read = async (ids: readonly number[]): Promise<(Row | Later)[]> => {
    asked.push([...ids]);
    await new Promise(setImmediate);
    if (ids.includes(99)) throw new Error('away');
    return ids
      .filter((id) => id < 10)
      .map((id, at) => (at < 2 ? { id, text: `row ${id}` } : { id, later: true as const }));
  };
  return { asked, rowOf: gatherRows<Row>(read) };
}

test('who asks together shares a statement; what does not fit comes with the next', async () => {
  const { asked, rowOf } = openTable();
  const rows = await Promise.all([1, 2, 2, 3, 4, 5].map(rowOf));
  expect(rows.map((row) => row?.text)).toEqual(['row 1', 'row 2', 'row 2', 'row 3', 'row 4', 'row 5']);
  expect(asked).toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [5]]);
});

test('a row that is gone is undefined, and a failure is heard by those who asked', async () => {
  const { rowOf } = openTable();
  expect(await rowOf(10)).toBeUndefined();
  await expect(Promise.all([rowOf(99), rowOf(1)])).rejects.toThrow('away');
  expect(await rowOf(1)).toEqual({ id: 1, text: 'row 1' });
});
