import type { DsnRequest } from '@hikyaku/smtp';
import { type Mail, NOTIFY } from '@hikyaku/submission';

/**
 * Whom to tell about what (RFC 3461 section 4). Who asks for nothing hears of failures; nobody hears of anything under the
 * null sender.
 */
export function readDsn(mailFrom: string, { ret, envid, recipients }: DsnRequest): Mail['dsn'] {
  if (mailFrom === '') return undefined;
  return {
    mailFrom,
    full: ret === 'FULL',
    envid,
    recipients: recipients.map(({ notify, orcpt }) => ({
      notify: notify ? sumOf(notify) : NOTIFY.failure,
      orcpt,
    })),
  };
}

/** NEVER is the sum of nothing. */
const sumOf = (words: readonly string[]): number =>
  Object.entries(NOTIFY).reduce((sum, [word, bit]) => (words.includes(word.toUpperCase()) ? sum | bit : sum), 0);
