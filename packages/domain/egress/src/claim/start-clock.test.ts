import { afterEach, expect, test, vi } from 'vitest';
import { startClock } from './start-clock.ts';

afterEach(() => void vi.useRealTimers());

test("the database's time goes on steadily, however wrong this machine's clock is or becomes", () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const at = new Date('2026-04-01T09:00:00Z');
  const now = startClock(at);
  vi.setSystemTime(0);
  vi.advanceTimersByTime(1_500);
  expect(now().toISOString()).toBe('2026-04-01T09:00:01.500Z');
});
