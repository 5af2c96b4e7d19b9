import type { Database } from '@hikyaku/db';
import { type Login, type Reply, reply } from '@hikyaku/smtp';
import { authenticateSmtp, can, type Principal } from '@hikyaku/tenancy';
import type { Guard } from './open-guard.ts';

/** Who is logged in, and when that was last asked. */
export type Sender = {
  principal: Principal;
  checkedAt: number;
  readonly check: () => Promise<Principal | null>;
  /** Domains that MAIL FROM may name, and when that was last asked. */
  readonly domains: Map<string, number>;
};

/** A login that is taken back ends its sessions within this time; a domain as well. */
const TRUSTED_MS = 30_000;

export const isRecent = (checkedAt: number | undefined): boolean =>
  checkedAt !== undefined && Date.now() - checkedAt < TRUSTED_MS;

const WRONG = reply(535, '5.7.8', 'the user name or the password is wrong');

/** AUTH: the login of one program or person of a tenant. Wrong ones are answered later and later. */
export async function logIn(app: Database, guard: Guard, login: Login): Promise<{ readonly user: Sender } | Reply> {
  const check = async () => {
    const found = await authenticateSmtp(app, login.username, login.password);
    return found && can(found, 'emails:send') ? found : null;
  };
  const principal = await guard.attempt(`${login.address} ${login.username}`, check);
  if (principal === 'busy') return reply(454, '4.7.0', 'too many attempts to log in, try again later');
  return principal ? { user: { principal, checkedAt: Date.now(), check, domains: new Map() } } : WRONG;
}

/** Asks again whether a login still holds, when it was last asked a while ago. */
export async function stillHolds(sender: Pick<Sender, 'principal' | 'checkedAt' | 'check'>): Promise<boolean> {
  if (isRecent(sender.checkedAt)) return true;
  const found = await sender.check();
  if (!found) return false;
  sender.principal = found;
  sender.checkedAt = Date.now();
  return true;
}
