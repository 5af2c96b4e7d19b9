import { expect, test } from 'vitest';
import { BenchError, parseOptions } from './options.ts';

const KNOWN = ['wire', 'campaign'];

test('without a name all rows are wanted, and a name that there is not is answered with those that there are', () => {
  expect(parseOptions([], KNOWN)).toMatchObject({ names: KNOWN, people: 20_000, runs: 3, mtas: 1 });
  expect(parseOptions(['campaign', '--quick'], KNOWN)).toMatchObject({ names: ['campaign'], people: 2_000, runs: 1 });
  expect(parseOptions(['sendmail'], KNOWN)).toEqual(
    new BenchError('there is no row "sendmail". The rows are: wire, campaign'),
  );
});

test('a number that makes no sense and an option that there is not are refused', () => {
  for (const args of [['--people', '0'], ['--runs', 'x'], ['--mtas', '17'], ['--faster']]) {
    expect(parseOptions(args, KNOWN)).toBeInstanceOf(BenchError);
  }
});
