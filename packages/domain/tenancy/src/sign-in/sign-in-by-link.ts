import type { Database } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { notFound, ok, type Result, refuseField } from '../result.ts';
import type { Client, OpenedSession } from '../session/session.ts';
import { resetMail, signInMail } from './mail-texts.ts';
import { createLink, localeOf, type MailSettings, takeLink } from './mailed-link.ts';
import { enter } from './sign-in.ts';
import { takeAttempt } from './take-attempt.ts';

/**
 * Mails a link that signs in, or one that sets a new password. The answer is the same for an unknown address, to which
 * nothing is sent. Refuses: 422 for what is no address, 429 `too_many_attempts`. `db`: the app's pool.
 */
export async function sendLink(
  db: Database,
  purpose: 'sign_in' | 'reset',
  email: string,
  client: Client,
  mail: MailSettings,
): Promise<Result<void>> {
  const parsed = parseAddress(email);
  if (!parsed.ok) return refuseField('email', 'This is not an e-mail address.');
  const address = canonicalAddress(parsed.address.spelling);
  const free = await takeAttempt(db, 'link', address, client.ip);
  if (!free.ok) return free;
  const [account] = await db.query<{ locale: string }>('SELECT locale FROM account_of_email($1)', [address]);
  if (!account) return ok(undefined);
  const link = await createLink(db, mail.url, { purpose, email: address });
  const compose = purpose === 'reset' ? resetMail : signInMail;
  await mail.sendSystemMail({ to: address, ...compose(localeOf(account.locale), link) });
  return ok(undefined);
}

/** Signs in with a mailed link, which is used up. 404 when it was used or is too old. */
export async function signInByLink(db: Database, token: string, client: Client): Promise<Result<OpenedSession>> {
  const taken = await takeLink(db, token, 'sign_in');
  if (!taken.ok) return taken;
  const [account] = await db.query<{ user_id: number }>('SELECT user_id FROM account_of_email($1)', [
    taken.value.email,
  ]);
  return account ? enter(db, account.user_id, client, 'link') : notFound('account');
}
