import { expect, test } from 'vitest';
import { fixedResolver } from './fixed-resolver.ts';
import { leadsTo } from './leads-to.ts';

const resolver = fixedResolver({
  'mail.example': { a: ['192.0.2.1', '192.0.2.2'] },
  'track.one.example': { a: ['192.0.2.2'] },
  'track.two.example': { a: ['198.51.100.1'] },
  'track.three.example': { temporary: 'SERVFAIL' },
});

test.each([
  ['track.one.example', true],
  ['track.two.example', false],
  ['track.nowhere.example', false],
  ['track.three.example', null],
])('%s leads to the product: %s', async (name, leads) => {
  expect(await leadsTo(resolver, name, 'mail.example')).toBe(leads);
  expect(await leadsTo(resolver, name, 'track.three.example')).toBeNull();
});
