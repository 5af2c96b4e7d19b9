import { expect, test } from 'vitest';
import { checkContent } from './check-content.ts';

const bulk = { stream: 'bulk', postalAddress: '東京都千代田区1-1' } as const;
const codes = (...args: Parameters<typeof checkContent>) =>
  checkContent(...args).map(({ level, code }) => `${level} ${code}`);

test('a mail with everything in it has no finding', () => {
  const html = '<img alt="" src="a"><p>東京都<br>千代田区１-１</p><a href="{{ unsubscribe_url }}">x</a>';
  expect(checkContent({ subject: 's', html, text: '{{ unsubscribe_url }}' }, bulk)).toEqual([]);
});

test('what is missing is named', () => {
  expect(codes({ subject: ' ', html: '' }, bulk)).toContain('error subject_empty');
  expect(codes({ subject: ' ', html: '' }, bulk)).toContain('error body_empty');
  expect(codes({ subject: 's', html: '<img src="a">{{ coupon }}<form>' }, bulk)).toEqual([
    'warning unknown_field',
    'warning text_missing',
    'warning picture_without_text',
    'warning script_ignored',
    'warning unsubscribe_missing',
    'warning postal_address_missing',
  ]);
});

test('transactional mail needs neither a way to unsubscribe nor a postal address', () => {
  expect(codes({ subject: 's', text: 'x' }, { stream: 'transactional', postalAddress: '' })).toEqual([]);
});

test('a template that does not parse is an error with its place', () => {
  expect(checkContent({ subject: 's', text: '{{ name' }, bulk)).toEqual([
    {
      level: 'error',
      code: 'template_fault',
      params: { part: 'text', message: 'line 1, column 1: output "{{ name" not closed' },
    },
  ]);
});
