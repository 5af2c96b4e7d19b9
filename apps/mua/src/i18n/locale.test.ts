import { expect, test } from 'vitest';
import { chooseLocale, chooseZone } from './locale.ts';

test('the cookie wins over the browser, the browser over the default', () => {
  expect(chooseLocale('en', 'ja')).toBe('en');
  expect(chooseLocale(undefined, 'fr, en-GB;q=0.8, ja;q=0.9')).toBe('ja');
  expect(chooseLocale(undefined, 'en-US,en;q=0.9')).toBe('en');
  expect(chooseLocale('xx', 'de')).toBe('ja');
  expect(chooseLocale(undefined, null)).toBe('ja');
});

test('an unknown time zone never breaks a page', () => {
  expect(chooseZone('Europe/Paris', 'en')).toBe('Europe/Paris');
  expect(chooseZone('Mars/Base', 'ja')).toBe('Asia/Tokyo');
  expect(chooseZone(undefined, 'en')).toBe('UTC');
});
