import { expect, test } from 'vitest';
import { readFrom } from './read-from.ts';

test.each([
  ['a@aozora.test', 'a@aozora.test'],
  ['Aozora <a@aozora.test>', 'a@aozora.test'],
  ['=?UTF-8?B?6Z2S56m6?= <News@aozora.test>', 'News@aozora.test'],
  ['"Support, Aozora" <a@aozora.test>', 'a@aozora.test'],
  ['"b@c.example via X" <a@aozora.test>', 'a@aozora.test'],
  ['a@aozora.test (Aozora)', 'a@aozora.test'],
  ['青空 <a@aozora.test>', 'a@aozora.test'],
])('%s is from %s', (value, address) => {
  expect(readFrom(value)).toBe(address);
});

test.each([
  '',
  'Aozora',
  'a@aozora.test, b@aozora.test',
  'b@c.example, Aozora <a@aozora.test>',
  'b@c.example <a@aozora.test>',
  '<b@c.example> <a@aozora.test>',
  'group: a@aozora.test, b@c.example;',
  'a@aozora.test b@c.example',
  '"a@aozora.test" <b@c.example>, x',
])('%s has not exactly one address', (value) => {
  expect(readFrom(value)).toBeNull();
});
