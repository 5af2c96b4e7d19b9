import { expect, test } from 'vitest';
import { nextRetry } from './retry-schedule.ts';

const base = {
  stream: 'bulk',
  attempt: 1,
  reason: 'remote_system',
  firstAt: new Date(0),
  now: new Date(0),
  scale: 1,
  chance: 0.5,
} as const;

test('bulk is tried again after 5, 15, 30 minutes, 1, 2, 4 and then every 8 hours', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => {
    const retry = nextRetry({ ...base, attempt });
    return retry.kind === 'again' ? Math.round(retry.at.getTime() / 60_000) : retry.kind;
  });
  expect(minutes).toEqual([5, 15, 30, 60, 120, 240, 480, 480]);
});

test('jitter stays within 20 percent', () => {
  const at = (chance: number) => (nextRetry({ ...base, chance }) as { at: Date }).at.getTime();
  expect(at(0)).toBe(4 * 60_000);
  expect(at(0.999_999)).toBeLessThanOrEqual(6 * 60_000);
});

test('the last try is at the end of the 48 hours, and after it the recipient is expired', () => {
  const end = 48 * 3_600_000;
  expect(nextRetry({ ...base, attempt: 9, now: new Date(end - 60_000) })).toEqual({ kind: 'again', at: new Date(end) });
  expect(nextRetry({ ...base, attempt: 10, now: new Date(end) })).toEqual({ kind: 'expired' });
});

test('the scale multiplies delays and expiry alike', () => {
  const retry = nextRetry({ ...base, scale: 0.002 });
  expect(retry).toEqual({ kind: 'again', at: new Date(600) });
  expect(nextRetry({ ...base, scale: 0.002, now: new Date(345_600) })).toEqual({ kind: 'expired' });
});

test('a full mailbox is given hours', () => {
  expect(nextRetry({ ...base, reason: 'mailbox_full' })).toEqual({ kind: 'again', at: new Date(4 * 3_600_000) });
});

test('an answer that asks for a time makes the delay longer, never shorter, and expiry stays', () => {
  expect(nextRetry({ ...base, askedMs: 3_600_000 })).toEqual({ kind: 'again', at: new Date(3_600_000) });
  expect(nextRetry({ ...base, askedMs: 10_000 })).toEqual({ kind: 'again', at: new Date(300_000) });
  expect(nextRetry({ ...base, askedMs: 3_600_000, scale: 0.01 })).toEqual({ kind: 'again', at: new Date(36_000) });
  const end = 48 * 3_600_000;
  expect(nextRetry({ ...base, askedMs: 3_600_000, now: new Date(end - 60_000) })).toEqual({
    kind: 'again',
    at: new Date(end),
  });
});
