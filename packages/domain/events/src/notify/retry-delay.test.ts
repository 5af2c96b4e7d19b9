import { expect, test } from 'vitest';
import { retryDelay } from './retry-delay.ts';

test('retries follow after 2, 10 and 60 seconds, then grow to hours, for three days', () => {
  const delays: number[] = [];
  let age = 0;
  for (let next = retryDelay(1, age); next !== null; next = retryDelay(delays.length + 1, age)) {
    delays.push(next);
    age += next;
  }
  expect(delays.slice(0, 3)).toEqual([2, 10, 60]);
  expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  expect(age).toBeGreaterThan(2.5 * 86_400);
  expect(age).toBeLessThanOrEqual(3 * 86_400);
});
