import { afterEach, expect, test, vi } from 'vitest';
import { startLease } from './start-lease.ts';

afterEach(() => void vi.useRealTimers());

const HOUR = 3_600_000;

test('a lease ends in time although somebody sets the clock back, and at once when the machine was suspended', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const isOurs = startLease(1_000);
  vi.setSystemTime(Date.now() - HOUR);
  expect(isOurs()).toBe(true);
  vi.advanceTimersByTime(1_000);
  expect(isOurs()).toBe(false);

  const isStillOurs = startLease(1_000);
  vi.setSystemTime(Date.now() + HOUR);
  expect(isStillOurs()).toBe(false);
});
