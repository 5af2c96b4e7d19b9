import { expect, test } from 'vitest';
import { textOf, typedValues } from './answer.ts';

test('a refused form never brings a password back', () => {
  const form = new FormData();
  form.set('email', ' a@b.example ');
  form.set('password', 'hunter2');
  form.set('$ACTION_ID', 'x');
  expect(typedValues(form)).toEqual({ email: ' a@b.example ' });
  expect(textOf(form, 'email')).toBe('a@b.example');
  expect(textOf(form, 'missing')).toBe('');
});
