import { expect, test } from 'vitest';
import { linkTo, pageLinks, partOf } from './page-links.ts';

test('filters stay when the page turns', () => {
  expect(pageLinks('/contacts', { q: '山田' }, '', '42')).toEqual({
    first: undefined,
    next: `/contacts?${new URLSearchParams({ q: '山田', cursor: '42' })}`,
  });
  expect(pageLinks('/contacts', { q: '' }, '42', null)).toEqual({ first: '/contacts', next: undefined });
});

test('an address part that comes twice or not at all breaks nothing', () => {
  expect(partOf({ q: ['a', 'b'] }, 'q')).toBe('a');
  expect(partOf({}, 'q')).toBe('');
  expect(linkTo('/x', { a: '', b: null, c: '1' })).toBe('/x?c=1');
});
