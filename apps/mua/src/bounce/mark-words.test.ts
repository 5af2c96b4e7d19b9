import { expect, test } from 'vitest';
import { markWords } from './mark-words.ts';

const shown = (text: string, ...words: string[]) =>
  markWords(text, words)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

test('the words that led to a verdict are marked where they stand', () => {
  expect(shown('550 5.1.1 User unknown here', 'User unknown')).toBe('550 5.1.1 [User unknown] here');
  expect(shown('User\r\n    unknown', 'User unknown')).toBe('[User\r\n    unknown]');
  expect(shown('550-5.1.1 does not\n550 5.1.1 exist', 'does not exist')).toBe('550-5.1.1 [does not\n550 5.1.1 exist]');
  expect(shown('a (b)* c', '(b)*', 'c', 'a (b)*')).toBe('[a (b)*] [c]');
});

test('words that are not there, or none, leave the text as it is', () => {
  expect(shown('text', 'other', '', ' ')).toBe('text');
  expect(markWords('', ['x'])).toEqual([]);
});
