import { expect, test } from 'vitest';
import { formatConversation } from './format-conversation.ts';

const envelope = { mailFrom: 'b+1.x@bounces.example', rcptTo: 'Hanako@d.example' };

test('a conversation is told from the kept replies and the envelope', () => {
  const words = ['250 2.1.0 ok', '250 2.1.5 ok', '354 go', null];
  expect(formatConversation(envelope, [1, 7, 2, 8, 3, 9, 40, 0], words, '250 2.0.0 queued as 4711')).toEqual([
    [1, 'C', 'MAIL FROM:<b+1.x@bounces.example>'],
    [1, 'S', '250 2.1.0 ok'],
    [2, 'C', 'RCPT TO:<Hanako@d.example>'],
    [2, 'S', '250 2.1.5 ok'],
    [3, 'C', 'DATA'],
    [3, 'S', '354 go'],
    [40, 'C', '.'],
    [40, 'S', '250 2.0.0 queued as 4711'],
  ]);
});

test('a conversation ends where the server ended it, and a reply of several lines stays several', () => {
  const told = formatConversation(envelope, [1, 7, 2, 8], ['250 ok', '550 5.1.1 no\nsuch user'], '');
  expect(told.slice(2)).toEqual([
    [2, 'C', 'RCPT TO:<Hanako@d.example>'],
    [2, 'S', '550 5.1.1 no'],
    [2, 'S', 'such user'],
  ]);
});
