import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test('signing in never leads to another site', () => {
  for (const bad of [
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    'javascript:alert(1)',
    '/a\nb',
    '',
    undefined,
  ]) {
    expect(safeNext(bad)).toBe('/');
  }
  expect(safeNext('/campaigns?status=draft')).toBe('/campaigns?status=draft');
});
