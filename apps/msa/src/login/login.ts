import type { Database } from '@hikyaku/db';
import { type Login, type Reply, reply } from '@hikyaku/smtp';
import { authenticateSmtp, can, type Principal } from '@hikyaku/tenancy';
import type { Guard } from './open-guard.ts';

/** Who is logged in, and when that was last asked. */
export type Sender = { principal: Principal; checkedAt: number; readonly check: () => Promise<Principal | null> };

/** A login that is taken back ends its sessions within this time. */
const TRUSTED_MS = 30_000;

const WRONG = reply(535, '5.7.8', 'the user name or the password is wrong');

/** AUTH: the login of one program or person of a tenant. Wrong ones are answered later and later. */
export async function logIn(app: Database, guard: Guard, login: Login): Promise<{ readonly user: Sender } | Reply> {
  const check = async () => {
    const found = await authenticateSmtp(app, login.username, login.password);
    return found && can(found, 'emails:send') ? found : null;
  };
  const principal = await guard.attempt(`${login.address} ${login.username}`, check);
  if (principal === 'busy') return reply(454, '4.7.0', 'too many attempts to log in, try again later');
  return principal ? { user: { principal, checkedAt: Date.now(), check } } : WRONG;
}

/** Asks again whether a login still holds, when it was last asked a while ago. */
export async function stillHolds(sender: Sender): Promise<boolean> {
  if (Date.now() - sender.checkedAt < TRUSTED_MS) return true;
  const found = await sender.check();
  if (!found) return false;
  sender.principal = found;
  sender.checkedAt = Date.now();
  return true;
}
