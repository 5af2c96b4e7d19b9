import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import en from '../../messages/en.json' with { type: 'json' };
import ja from '../../messages/ja.json' with { type: 'json' };

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );

const english = flatten(en);
const japanese = flatten(ja);

test('both languages have the same keys, and none is empty', () => {
  expect([...japanese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...japanese]) expect(text.trim(), key).not.toBe('');
});

test('both languages use the same values in each sentence', () => {
  const valuesOf = (text: string) => [...new Set(text.replace(/'[^']*'/g, '').match(/\{(\w+)/g) ?? [])].sort();
  const raw = new Set(['editor.starterHtml']);
  for (const [key, text] of english) {
    if (raw.has(key)) continue;
    // A plural that Japanese does not need names its value all the same.
    expect(
      valuesOf(japanese.get(key) ?? '').filter((value) => !/^\{(#|one|other)/.test(value)),
      key,
    ).toEqual(valuesOf(text).filter((value) => valuesOf(japanese.get(key) ?? '').includes(value)));
  }
});

test('every namespace that the code asks for is there, and every namespace is asked for', () => {
  const source = readAll(join(import.meta.dirname, '..'));
  const asked = new Set(
    [...source.matchAll(/(?:useTranslations|getTranslations)\('([\w.]+)'\)/g)].map((match) => match[1]?.split('.')[0]),
  );
  expect([...asked].sort()).toEqual(Object.keys(en).sort());
});

test('a sentence with values can be formatted in both languages', () => {
  for (const [locale, messages] of [
    ['en', en],
    ['ja', ja],
  ] as const) {
    const t = createTranslator({ locale, messages, namespace: 'webhooks' });
    expect(t('replayed', { count: 2 })).toContain('2');
    const findings = createTranslator({ locale, messages, namespace: 'findings' });
    expect(findings('template_fault', { part: 'html', message: 'x' })).toContain('HTML');
  }
});

function readAll(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
