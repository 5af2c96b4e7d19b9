import type { OpenedSession } from '@hikyaku/tenancy';
import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { house } from '../house/house.ts';
import { SESSION_SECONDS, sessionCookieName, sessionCookieOptions, sessionSecret } from './auth-options.ts';

/** Lets this browser hold the session: the same cookie that next-auth sets after its own sign-in. */
export async function keepSession(session: OpenedSession): Promise<void> {
  const opened = await house();
  const value = await encode({
    secret: sessionSecret(opened),
    maxAge: SESSION_SECONDS,
    token: { sessionToken: session.token },
  });
  (await cookies()).set(sessionCookieName(opened), value, {
    ...sessionCookieOptions(opened),
    expires: session.expiresAt,
  });
}

/** Token of the session row that this browser holds, or null. */
export async function readSessionToken(): Promise<string | null> {
  const opened = await house();
  const value = (await cookies()).get(sessionCookieName(opened))?.value;
  if (!value) return null;
  try {
    const token = await decode({ secret: sessionSecret(opened), token: value });
    return typeof token?.sessionToken === 'string' ? token.sessionToken : null;
  } catch {
    return null;
  }
}

export async function dropSession(): Promise<void> {
  (await cookies()).delete(sessionCookieName(await house()));
}
