import { expect, test } from 'vitest';
import { htmlToText } from './html-to-text.ts';

test('paragraphs, lists, links and pictures become readable text, merge fields stay', () => {
  const text = htmlToText(
    `<style>p{}</style><h1>秋のセール</h1><p>{{ name | default: "お客様" }} 様</p><ul><li>A &amp; B</li></ul>
     <img src="https://e.example/x.png" alt="靴"><p><a href="{{ unsubscribe_url }}">配信停止</a></p>`,
  );
  expect(text).toBe(
    '秋のセール\n\n{{ name | default: "お客様" }} 様\n\n * A & B\n\n靴\n\n配信停止 [{{ unsubscribe_url }}]',
  );
});

test('markup without end gives no fault', () => {
  expect(htmlToText('<ul><li>'.repeat(5_000))).toBeTypeOf('string');
  expect(htmlToText(`${'<div>'.repeat(100)}深い${'</div>'.repeat(100)}`)).toBe('深い');
});
