import type { Database } from '@hikyaku/db';
import { notFound, ok, type Result, refuse, refuseField } from '../result.ts';
import { sha256 } from '../secret.ts';
import { findSession } from '../session/find-session.ts';
import type { Client, OpenedSession } from '../session/session.ts';
import { peekLink, takeLink } from './mailed-link.ts';
import { checkPassword, hashPassword, validatePassword } from './password.ts';
import { enter } from './sign-in.ts';
import { forgiveAttempts, takeAttempt } from './take-attempt.ts';

/**
 * Changes the password of the person who holds `token`; who has none yet (came by a link) gives no current one.
 * Ends all their sessions and opens a new one. Refuses: 401 no session, 422 `current` or `password`, 429.
 */
export async function changePassword(
  db: Database,
  token: string,
  given: { readonly current: string; readonly password: string },
  client: Client,
): Promise<Result<OpenedSession>> {
  const session = await findSession(db, token);
  if (!session) return refuse(401, 'unauthorized', 'Sign in first.');
  const valid = validatePassword(given.password, session.user.email);
  if (!valid.ok) return valid;
  const free = await takeAttempt(db, 'password', session.user.email, client.ip);
  if (!free.ok) return free;
  const [account] = await db.query<{ password_hash: string | null }>(
    'SELECT password_hash FROM account_of_session($1)',
    [sha256(token)],
  );
  if (account?.password_hash && !(await checkPassword(account.password_hash, given.current))) {
    return refuseField('current', 'The current password is wrong.');
  }
  await forgiveAttempts(db, session.user.email, client.ip);
  await db.query('SELECT account_set_password($1, $2)', [session.userId, await hashPassword(given.password)]);
  return enter(db, session.userId, client, 'password', session.tenant.id);
}

/** Sets a new password with a mailed link, ends all sessions of the person and opens a new one. */
export async function resetPassword(
  db: Database,
  token: string,
  password: string,
  client: Client,
): Promise<Result<OpenedSession>> {
  const link = await peekLink(db, token);
  if (!link.ok) return link;
  const valid = validatePassword(password, link.value.email);
  if (!valid.ok) return valid;
  const hash = await hashPassword(password);
  const taken = await db.transaction(async (sql) => {
    const used = await takeLink(sql, token, 'reset');
    if (!used.ok) return used;
    const [account] = await sql.query<{ user_id: number }>('SELECT user_id FROM account_of_email($1)', [
      used.value.email,
    ]);
    if (!account) return notFound('account');
    await sql.query('SELECT account_set_password($1, $2)', [account.user_id, hash]);
    return ok(account.user_id);
  });
  return taken.ok ? enter(db, taken.value, client, 'reset') : taken;
}
