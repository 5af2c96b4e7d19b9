import { expect, test } from 'vitest';
import { nextWarmUpStep, warmUpAllowance } from './warm-up-schedule.ts';

test('what a new address may send grows day by day, and doubles in the end', () => {
  expect(Array.from({ length: 13 }, (_, step) => warmUpAllowance(step))).toEqual([
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 40_000, 75_000, 150_000, 300_000,
  ]);
});

test('growth is held for a day after many deferrals or a suspension', () => {
  const day = { step: 3, taken: 500, deferred: 50, wasSuspended: false };
  expect(nextWarmUpStep(null)).toBe(0);
  expect(nextWarmUpStep(day)).toBe(4);
  expect(nextWarmUpStep({ ...day, deferred: 51 })).toBe(3);
  expect(nextWarmUpStep({ ...day, wasSuspended: true })).toBe(3);
});
