import type { SmtpReply } from '@hikyaku/mail';

/** One line of the conversation: milliseconds since its start, who spoke, what. */
export type SaidLine = readonly [offsetMs: number, who: 'S' | 'C', text: string];

/** A reply and when it came, in milliseconds since the attempt began. */
export type SaidReply = { readonly offsetMs: number; readonly text: string };

export const replyText = (reply: SmtpReply): string =>
  `${reply.code}${reply.enhanced ? ` ${reply.enhanced}` : ''} ${reply.text}`.trim();
