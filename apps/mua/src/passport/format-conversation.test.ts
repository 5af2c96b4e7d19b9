import { expect, test } from 'vitest';
import { formatConversation } from './format-conversation.ts';

test('each line has its time and side, and a clock that starts again is set off', () => {
  const said = formatConversation([
    { ms: 1, side: 'server', line: '220 mx' },
    { ms: 14, side: 'client', line: 'EHLO a' },
    { ms: 5, side: 'client', line: 'MAIL FROM:<a@b.example>' },
  ]);
  expect(said).toBe('     1 ms  < 220 mx\n    14 ms  > EHLO a\n\n     5 ms  > MAIL FROM:<a@b.example>');
});
