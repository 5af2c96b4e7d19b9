import { expect, test } from 'vitest';
import { openRate } from './open-rate.ts';

test('as many as a minute allows at once, then evenly, each address for itself', () => {
  let now = 1_000_000;
  const rate = openRate(6, { now: () => now });
  const burst = (address: string) => Array.from({ length: 8 }, () => rate.take(address)).filter(Boolean).length;
  expect(burst('192.0.2.1')).toBe(6);
  expect(rate.isOver('192.0.2.1')).toBe(true);
  expect(burst('192.0.2.2')).toBe(6);
  now += 20_000;
  expect(burst('192.0.2.1')).toBe(2);
  now += 60_000;
  expect(burst('192.0.2.1')).toBe(6);
});

test('one network of IPv6 is one client', () => {
  const rate = openRate(2, { now: () => 1 });
  expect(rate.take('2001:db8:1:2:3:4:5:6')).toBe(true);
  expect(rate.take('2001:db8:1:2::7')).toBe(true);
  expect(rate.take('2001:db8:1:2:ffff::1')).toBe(false);
  expect(rate.take('2001:db8:1:3::7')).toBe(true);
});

test('addresses that come and go leave no more than ten thousand behind, and this machine is free', () => {
  const rate = openRate(1, { now: () => 1 });
  expect(rate.take('192.0.2.1')).toBe(true);
  for (let n = 0; n < 10_000; n++) rate.take(`10.0.${n >> 8}.${n & 255}`);
  expect(rate.take('192.0.2.1')).toBe(true);
  for (let n = 0; n < 10; n++) expect(rate.take('127.0.0.1')).toBe(true);
  expect(rate.isOver('::ffff:127.0.0.1')).toBe(false);
});
