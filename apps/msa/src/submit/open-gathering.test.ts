import { expect, test } from 'vitest';
import { openGathering } from './open-gathering.ts';

/** Runs that write down their groups; `bad` fails the run that it stands in. */
function openLedger(most: { itemsMax: number; sizeMax: number }) {
  const groups: string[][] = [];
  const gathering = openGathering<string, string>({
    ...most,
    sizeOf: (item) => item.length,
    async run(_key, items) {
      groups.push([...items]);
      await new Promise(setImmediate);
      if (items.includes('bad')) throw new Error('bad');
      return items.map((item) => item.toUpperCase());
    },
  });
  return { groups, gathering };
}

test('who comes while a run is on its way waits for the next one; other keys do not wait', async () => {
  const { groups, gathering } = openLedger({ itemsMax: 10, sizeMax: 100 });
  const first = gathering.ask(1, 'a').then(async (answer) => [answer, await gathering.ask(1, 'late')]);
  await new Promise(setImmediate);
  const rest = Promise.all([gathering.ask(1, 'b'), gathering.ask(1, 'c'), gathering.ask(2, 'x')]);
  expect(await first).toEqual(['A', 'LATE']);
  expect(await rest).toEqual(['B', 'C', 'X']);
  expect(groups[0]).toEqual(['a']);
  expect(groups[1]!.slice(0, 2)).toEqual(['b', 'c']);
  expect(groups).toContainEqual(['x']);
  await gathering.idle();
});

test('a group ends at its bounds, and one item goes whatever its size', async () => {
  const { groups, gathering } = openLedger({ itemsMax: 3, sizeMax: 8 });
  await Promise.all(['1', '2', '3', '4', 'largelarge', 'abc', 'abcdef'].map((item) => gathering.ask(1, item)));
  expect(groups).toEqual([['1', '2', '3'], ['4'], ['largelarge'], ['abc'], ['abcdef']]);
});

test('an item that breaks its run breaks nobody else', async () => {
  const { gathering } = openLedger({ itemsMax: 10, sizeMax: 100 });
  const answers = await Promise.allSettled(['a', 'bad', 'c'].map((item) => gathering.ask(1, item)));
  expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(['A', 'failed', 'C']);
});
