import type { ReplyPhase } from '../reply/grounds-of.ts';

/** How notices say which of our commands was answered. */
const phases: readonly [ReplyPhase, RegExp][] = [
  [
    'dot',
    /in reply to end of DATA|after end of data|(?:did not like our final|after sending) (?:DATA|the message)|failed after I sent the message|\[(?:BODY|DATA|EOM|DOT)\]/i,
  ],
  ['data', /in reply to (?:the )?DATA|(?:>>>|after|for|command)[\s:-]{1,6}DATA\b|\bTEXT command|DATA command/i],
  [
    'rcpt',
    /does not like recipient|in reply to (?:the )?RCPT|(?:>>>|after|for|following|our) RCPT|\[RCPT_TO\]|RCPT[ _]TO|SMTP:RCPT/i,
  ],
  ['mail', /in reply to (?:the )?MAIL|(?:>>>|after|for|our) MAIL FROM|\[MAIL_FROM\]/i],
  ['ehlo', /in reply to (?:the )?(?:EHLO|HELO)|after (?:EHLO|HELO)/i],
  ['connect', /after initial connection|while (?:connecting|receiving the initial)/i],
];

/** The SMTP command that was refused, when the notice tells. */
export function findPhase(text: string): ReplyPhase | undefined {
  // An envelope that is only listed (James) does not tell what was refused.
  const part = text.slice(0, 20_000).replace(/^[ \t]{0,20}MAIL FROM:.{0,400}\n[ \t]{0,20}RCPT TO:.{0,400}$/m, '');
  return phases.find(([, pattern]) => pattern.test(part))?.[0];
}
