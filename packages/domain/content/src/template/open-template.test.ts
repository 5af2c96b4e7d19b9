import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSlots } from './compile-slots.ts';
import type { MergeValues, Part } from './merge-values.ts';
import { openEngine } from './open-engine.ts';
import { openTemplate } from './open-template.ts';
import { renderNodes } from './render-nodes.ts';

const values = (over: Partial<MergeValues> = {}): MergeValues => ({
  name: '山田 太郎',
  email: 'taro@example.com',
  attributes: { city: '東京', plan: '' },
  unsubscribe_url: 'https://mail.example.com/u/1?a=b&c=d',
  preferences_url: 'https://mail.example.com/p/1',
  ...over,
});

const html = (source: string, given: MergeValues = values()) => {
  const rendered = openTemplate({ subject: 's', html: source }).render(given);
  return 'failed' in rendered ? rendered : rendered.html;
};

test('a name that is missing is replaced by what the writer gave', () => {
  const template = openTemplate({
    subject: '{{ name | default: "お客様" }}へ',
    text: '{{ attributes.plan | default: "なし" }}',
  });
  expect(template.render(values({ name: '' }))).toEqual({ subject: 'お客様へ', text: 'なし' });
  expect(template.render(values())).toEqual({ subject: '山田 太郎へ', text: 'なし' });
});

test('values are escaped in HTML and stay as they are in text and subject', () => {
  const template = openTemplate({ subject: '{{ name }}', html: '<p>{{ name }}</p>', text: '{{ name }}' });
  expect(template.render(values({ name: `<b>"R&D"</b>'` }))).toEqual({
    subject: `<b>"R&D"</b>'`,
    html: '<p>&lt;b&gt;&#34;R&amp;D&#34;&lt;/b&gt;&#39;</p>',
    text: `<b>"R&D"</b>'`,
  });
});

test('what was escaped by hand is not escaped twice, and line breaks of a value can be shown', () => {
  const given = values({ attributes: { note: 'a<b\nc' } });
  expect(html('{{ attributes.note | escape }}', given)).toBe('a&lt;b\nc');
  expect(html('{{ attributes.note | newline_to_br }}', given)).toBe('a&lt;b<br />\nc');
  expect(html('{{ attributes.note | escape | newline_to_br }}', given)).toBe('a&lt;b<br />\nc');
});

test('no line break of a value passes into the subject', () => {
  const template = openTemplate({ subject: 'Hi {{ name }}!', text: '{{ name }}' });
  for (const name of ['x\r\nBcc: all@example.com', 'x\rBcc: all@example.com', 'x\u2028Bcc: all@example.com']) {
    expect(template.render(values({ name }))).toMatchObject({ subject: 'Hi x Bcc: all@example.com!', text: name });
  }
});

test('an unknown field is empty, and prototypes cannot be reached', () => {
  expect(
    html('[{{ nobody }}{{ nobody.at.home }}{{ attributes.none }}{{ constructor }}{{ attributes.__proto__ }}]'),
  ).toBe('[]');
});

test('variables of one message are read at the top and do not replace merge fields', () => {
  const given = values({ variables: { order: 12, name: 'other' } });
  expect(html('{{ order }} {{ name }}', given)).toBe('12 山田 太郎');
  expect(html('{% if order > 10 %}{{ order }} {{ name }}{% endif %}', given)).toBe('12 山田 太郎');
});

test('now is the moment at which the content was frozen, in the timezone of the tenant', () => {
  const at = new Date('2026-12-31T15:30:00Z');
  const render = (timezone?: string) =>
    openTemplate({ subject: '{{ "now" | date: "%Y-%m-%d %H:%M" }}' }, { at, timezone }).render(values());
  expect(render()).toEqual({ subject: '2027-01-01 00:30' });
  expect(render('UTC')).toEqual({ subject: '2026-12-31 15:30' });
});

test('a render that grows over the limit fails with the reason content', () => {
  const loop = '{% for a in (1..90000000) %}{{ name }}{% endfor %}';
  expect(html(loop)).toMatchObject({ failed: 'content', detail: expect.stringContaining('html: line 1') });
  expect(html('{{ broken')).toMatchObject({ failed: 'content' });
});

const atom = fc.constantFrom(
  ...[
    'name',
    'email',
    'unsubscribe_url',
    'attributes.city',
    'attributes.plan',
    'attributes["a b"]',
    'nobody',
    'attributes.none',
  ],
  ...['"lit & <x>"', 'name.length', 'attributes', 'attributes.size', 'attributes.city.size', '12', 'nobody.size'],
);
const filter = fc.oneof(
  fc.constantFrom('', '', ' | escape', ' | raw', ' | url_encode', ' | upcase', ' | escape_once'),
  atom.map((other) => ` | default: ${other}`),
);
const output = fc.tuple(
  fc.constantFrom('{{', '{{-'),
  atom,
  fc.array(filter, { maxLength: 3 }),
  fc.constantFrom('}}', '-}}'),
);
const node = fc.oneof(
  output.map(([open, name, chain, close]) => `${open} ${name}${chain.join('')} ${close}`),
  fc.constantFrom(' <p>お知らせ</p>\n', ' & ', '{% if name %}x{% endif %}', '{% raw %}{{ name }}{% endraw %}', '\n\n'),
);
const scalar = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom<unknown>('<a href="x">\'', '', 0, 12.5, true, false, null, ['x', 1], { a: 1 }),
);

test('the quick path renders what Liquid renders', () => {
  fc.assert(
    fc.property(
      fc.array(node, { maxLength: 6 }).map((nodes) => nodes.join('')),
      fc.constantFrom<Part>('subject', 'html', 'text'),
      fc.record({ name: fc.string({ maxLength: 4 }), city: scalar, plan: scalar, key: scalar, nobody: scalar }),
      fc.boolean(),
      (source, part, given, withVariables) => {
        const engine = openEngine(part, { renderLimitMs: 10_000 });
        const nodes = engine.parse(source);
        const merge = values({
          name: given.name,
          attributes: { city: given.city, plan: given.plan, 'a b': given.key },
          ...(withVariables ? { variables: { nobody: given.nobody } } : {}),
        });
        const quick = compileSlots(nodes, part)?.(merge);
        if (typeof quick === 'string') expect(quick).toBe(renderNodes(engine, nodes, merge));
      },
    ),
    { seed: 7, numRuns: 400 },
  );
});

test('an ordinary mail takes the quick path', () => {
  const source =
    '<p>{{ name | default: "お客様" }} {{ attributes.city }}</p><a href="{{ unsubscribe_url }}&n={{ name | url_encode }}">x</a>';
  expect(compileSlots(openEngine('html', { renderLimitMs: 1000 }).parse(source), 'html')?.(values())).toBe(
    '<p>山田 太郎 東京</p><a href="https://mail.example.com/u/1?a=b&amp;c=d&n=%E5%B1%B1%E7%94%B0+%E5%A4%AA%E9%83%8E">x</a>',
  );
});
