import { silentLog } from '@hikyaku/log';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRounds } from './open-rounds.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a round that takes long or fails each time delays itself alone, and never runs twice at once', async () => {
  let release = () => {};
  const long = vi.fn(() => new Promise<void>((resolve) => (release = resolve)));
  const sick = vi.fn(() => Promise.reject(new Error('sick')));
  const well = vi.fn(async () => {});
  const rounds = openRounds(
    [
      { everyMs: 5_000, what: 'long', run: long },
      { everyMs: 5_000, what: 'sick', run: sick },
      { everyMs: 5_000, what: 'well', run: well },
    ],
    silentLog(),
  );
  await vi.advanceTimersByTimeAsync(10_000);
  expect([long, sick, well].map((run) => run.mock.calls.length)).toEqual([1, 3, 3]);
  release();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(long).toHaveBeenCalledTimes(2);
  release();
  await rounds.close();
});
