import { expect, test } from 'vitest';
import { compareGeneration } from './compare-generation.ts';

const at = (number: number, place: string | null = 'c:1') => ({ id: 'a', number, place });

test('equal or ahead is the same database: a kill may leave what is kept outside one behind', () => {
  expect(compareGeneration(at(7), 7, 'c:1')).toBe('same');
  expect(compareGeneration(at(8), 7, 'c:1')).toBe('same');
});

test('behind what is kept outside is a database that was put back, wherever it lies', () => {
  expect(compareGeneration(at(6), 7, 'c:1')).toBe('behind');
  expect(compareGeneration(at(6), 7, 'c:2')).toBe('behind');
});

test('nothing kept outside is no sign of a restore: a new machine, a new home', () => {
  expect(compareGeneration(at(7), null, 'c:1')).toBe('first');
  expect(compareGeneration(at(0, null), null, 'c:1')).toBe('first');
});

test('a copy that lies in another cluster or database was made from a dump, even when nothing is kept outside', () => {
  expect(compareGeneration(at(7), null, 'c:2')).toBe('moved');
  expect(compareGeneration(at(7), 7, 'c:2')).toBe('moved');
});

test('a server that does not tell where the database lies is believed', () => {
  expect(compareGeneration(at(7), 7, null)).toBe('same');
  expect(compareGeneration(at(7, null), 7, 'c:1')).toBe('same');
});
