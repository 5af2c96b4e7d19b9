import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import en from '../../messages/en.json' with { type: 'json' };
import ja from '../../messages/ja.json' with { type: 'json' };
import { matchRefusal } from './match-refusal.ts';
import { refusalPatterns } from './refusal-patterns.ts';

test('what the domain refuses is told in the language of the reader', () => {
  const t = createTranslator({ locale: 'ja', messages: ja, namespace: 'refusals' });
  const say = (text: string) => {
    const match = matchRefusal(text);
    return match && t(match.key, match.values as never);
  };
  expect(say('The address or the password is wrong.')).toContain('パスワード');
  expect(say('line 2, column 7: undefined filter: shout')).toMatch(/2行目.*shout/);
  expect(say('must have 1 to 200 characters')).toContain('200');
  expect(say('A name has 1 to 100 characters.')).toContain('100');
  expect(say('evil.example is not a verified domain of this tenant')).toContain('evil.example');
  expect(say('something new')).toBeNull();
});

test('every pattern has its sentence in both languages, and every sentence its pattern', () => {
  const keys = [...new Set(refusalPatterns.map(([, key]) => key))].sort();
  expect(Object.keys(en.refusals).sort()).toEqual(keys);
  expect(Object.keys(ja.refusals).sort()).toEqual(keys);
});
