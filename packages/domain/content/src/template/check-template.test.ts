import { expect, test } from 'vitest';
import { checkTemplate } from './check-template.ts';

const errorsOf = (source: Parameters<typeof checkTemplate>[0]) => {
  const checked = checkTemplate(source);
  return checked.ok ? [] : checked.errors.map(({ path, message }) => `${path}: ${message}`);
};

test('the fields of all parts are listed, without loop variables and assigned names', () => {
  const checked = checkTemplate({
    subject: '{{ name | default: attributes.nick }}',
    html: '{% for item in attributes.items %}{{ item.price }}{{ forloop.index }}{% endfor %}{{ unsubscribe_url }}',
    text: '{% assign total = attributes.sum %}{{ total }}{{ coupon }}{{ attributes["誕生日"] }}',
  });
  expect(checked).toEqual({
    ok: true,
    value: {
      fields: ['attributes.items', 'attributes.nick', 'attributes.sum', 'attributes.誕生日', 'name', 'unsubscribe_url'],
      unknownFields: ['coupon'],
    },
  });
});

test('a key that is computed asks for all attributes', () => {
  expect(checkTemplate({ subject: '{{ attributes[name] }}' })).toMatchObject({
    value: { fields: ['attributes', 'name'] },
  });
});

test('a fault is refused with part, line and column', () => {
  expect(errorsOf({ subject: 'ok', html: '<p>\n  {{ name | shout }}' })).toEqual([
    'html: line 2, column 3: undefined filter: shout',
  ]);
  expect(errorsOf({ subject: '{% foo %}', text: 'a {{ name' })).toEqual([
    'subject: line 1, column 1: tag "foo" not found',
    'text: line 1, column 3: output "{{ name" not closed',
  ]);
  expect(errorsOf({ subject: 'ok', text: '{% if name %}' })).toEqual([
    'text: line 1, column 1: tag {% if name %} not closed',
  ]);
});

test('tags that read files are unknown', () => {
  for (const tag of ['include', 'render', 'layout']) {
    expect(errorsOf({ subject: 'ok', text: `{% ${tag} "/etc/passwd" %}` })).toHaveLength(1);
  }
});

test('a subject is one line', () => {
  expect(errorsOf({ subject: 'a\r\nBcc: b@example.com' })).toEqual(['subject: must be one line']);
});

test('a template that blows a limit in the trial render is refused', () => {
  expect(errorsOf({ subject: 'ok', text: '{% for a in (1..90000000) %}x{% endfor %}' })).toEqual([
    expect.stringMatching(/^text: line 1, column 1: .*memory alloc limit exceeded/),
  ]);
  expect(errorsOf({ subject: 'ok', text: `{{ "x" | append: "${'y'.repeat(100)}" }}`.repeat(200_000) })).toHaveLength(1);
  expect(errorsOf({ subject: 'ok', text: '{% if name %}'.repeat(30_000) })).toHaveLength(1);
});
