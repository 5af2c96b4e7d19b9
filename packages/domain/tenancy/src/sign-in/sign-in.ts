import { type Database, mintTenantScope, withTenant } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { writeAudit } from '../audit/write-audit.ts';
import { ok, type Result, refuse } from '../result.ts';
import { openSession } from '../session/open-session.ts';
import type { Client, OpenedSession } from '../session/session.ts';
import { checkPassword } from './password.ts';
import { forgiveAttempts, takeAttempt } from './take-attempt.ts';

/**
 * The gate for a person with a password. Refuses: 401 `wrong_credentials`, the same for an unknown address and after the
 * same time; 429 `too_many_attempts`; 403 `no_tenant`. `db`: the app's pool.
 */
export async function signIn(
  db: Database,
  given: { readonly email: string; readonly password: string },
  client: Client,
): Promise<Result<OpenedSession>> {
  const parsed = parseAddress(given.email);
  if (!parsed.ok) return wrong();
  const email = canonicalAddress(parsed.address.spelling);
  const free = await takeAttempt(db, 'password', email, client.ip);
  if (!free.ok) return free;
  const [account] = await db.query<{ user_id: number; password_hash: string | null }>(
    'SELECT user_id, password_hash FROM account_of_email($1)',
    [email],
  );
  const right = await checkPassword(account?.password_hash ?? null, given.password);
  if (!account || !right) return wrong();
  await forgiveAttempts(db, email, client.ip);
  return enter(db, account.user_id, client, 'password');
}

/** Opens the session of a person who was proved to be one, and notes it. */
export async function enter(
  db: Database,
  userId: number,
  client: Client,
  by: 'password' | 'link' | 'reset' | 'sign_up' | 'invitation',
  tenantId: number | null = null,
): Promise<Result<OpenedSession>> {
  const session = await openSession(db, userId, client, tenantId);
  if (!session) return refuse(403, 'no_tenant', 'You are not a member of any account.');
  await withTenant(db, mintTenantScope(session.tenantId, `user:${userId}`), (sql) =>
    writeAudit(sql, 'session.create', `user:${userId}`, { by }),
  );
  return ok(session);
}

const wrong = () => refuse(401, 'wrong_credentials', 'The address or the password is wrong.');
