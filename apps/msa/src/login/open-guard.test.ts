import { expect, test } from 'vitest';
import { openGuard } from './open-guard.ts';

const wrong = async () => null;
const right = async () => 'in';

test('each wrong password makes the next attempt wait twice as long, up to a bound; a right one starts anew', async () => {
  const waits: number[] = [];
  const guard = openGuard(async (ms) => waits.push(ms));
  for (let at = 0; at < 7; at++) expect(await guard.attempt('a', wrong)).toBeNull();
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  expect(await guard.attempt('b', wrong)).toBeNull();
  expect(waits).toHaveLength(6);
  expect(await guard.attempt('a', right)).toBe('in');
  expect(await guard.attempt('a', right)).toBe('in');
  expect(waits).toHaveLength(7);
});

test('attempts at once wait for each other, and only so many', async () => {
  let running = 0;
  let most = 0;
  const guard = openGuard(async () => {});
  await guard.attempt('a', wrong);
  const slow = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    return null;
  };
  const results = await Promise.all(Array.from({ length: 10 }, () => guard.attempt('a', slow)));
  expect(most).toBe(1);
  expect(results.filter((result) => result === 'busy')).toHaveLength(6);
});

test('a check that fails is nobody`s wrong password', async () => {
  const waits: number[] = [];
  const guard = openGuard(async (ms) => waits.push(ms));
  const away = () => Promise.reject(new Error('the database is away'));
  await expect(guard.attempt('a', away)).rejects.toThrow('away');
  await guard.attempt('a', right);
  expect(waits).toEqual([]);
});
