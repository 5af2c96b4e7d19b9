import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLater } from './open-later.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of several for one key the earliest is done, once', () => {
  const done: string[] = [];
  const later = openLater<string>((thing) => done.push(thing));
  later.set('key', 'in 50', 50);
  later.set('key', 'in 20', 20);
  later.set('key', 'in 80', 80);
  later.set('other', 'other in 30', 30);
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['in 20', 'other in 30']);
});

test('a key can be set again after it was done, and nothing is done after the end', () => {
  const done: string[] = [];
  const later = openLater<string>((thing) => done.push(thing));
  later.set('key', 'first', 10);
  vi.advanceTimersByTime(10);
  later.set('key', 'second', 10);
  later.close();
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['first']);
});

test('a delay beyond what a timer can hold is long, not none', () => {
  const done: string[] = [];
  openLater<string>((thing) => done.push(thing)).set('key', 'thing', 2 ** 40);
  vi.advanceTimersByTime(86_400_000);
  expect(done).toEqual([]);
});
