import { expect, test } from 'vitest';
import { isOwnOrigin } from './origin.ts';

const own = 'http://127.0.0.1:3000';
const from = (entries: Record<string, string>) => isOwnOrigin(new Headers(entries), own);

test('a form on another site cannot post here', () => {
  expect(from({ origin: 'https://evil.test', host: '127.0.0.1:3000' })).toBe(false);
  expect(from({ origin: 'null', host: '127.0.0.1:3000' })).toBe(false);
  expect(from({ 'sec-fetch-site': 'cross-site', host: '127.0.0.1:3000' })).toBe(false);
  expect(from({ 'sec-fetch-site': 'same-site', origin: own, host: '127.0.0.1:3000' })).toBe(false);
});

test('our own pages can', () => {
  expect(from({ origin: own, 'sec-fetch-site': 'same-origin', host: '127.0.0.1:3000' })).toBe(true);
  expect(from({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin', host: 'localhost:3000' })).toBe(true);
});
