import { openKeyring } from '@hikyaku/config';
import { expect, test } from 'vitest';
import { openContents } from './load-content.ts';

const MEGABYTE = 1024 * 1024;

/** Contents of so many bytes, and which of them were read how often. */
function openTable(bytesOf: (id: number) => number) {
  const reads = new Map<number, number>();
  const query = async (_text: string, [ids]: readonly unknown[] = []) =>
    (ids as number[]).map((id) => {
      reads.set(id, (reads.get(id) ?? 0) + 1);
      return { id, kind: 1, raw: Buffer.alloc(bytesOf(id)), dkim_private_key: null };
    }) as never[];
  return { reads, contentOf: openContents({ query }, openKeyring('a'.repeat(64))) };
}

test('large messages do not pile up in memory, and the newest is kept whatever its size', async () => {
  const { reads, contentOf } = openTable((id) => (id === 4 ? 70 : 25) * MEGABYTE);
  for (const id of [1, 2, 3, 3, 2, 1, 4, 4, 3]) await contentOf(id);
  expect(Object.fromEntries(reads)).toEqual({ 1: 2, 2: 1, 3: 2, 4: 1 });
});

test('a content that could not be read is read again', async () => {
  let fails = true;
  const contentOf = openContents(
    {
      query: async () =>
        fails ? [] : ([{ id: 1, kind: 1, raw: Buffer.from('x'), dkim_private_key: null }] as never[]),
    },
    openKeyring('a'.repeat(64)),
  );
  await expect(contentOf(1)).rejects.toThrow('gone');
  fails = false;
  expect(await contentOf(1)).toMatchObject({ kind: 'raw' });
});
