import { signIn } from '@hikyaku/tenancy';
import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { house } from '../house/house.ts';
import type { House } from '../house/open-house.ts';
import { clientOf } from './client-of.ts';

const DAY_SECONDS = 86_400;

/** As long as the session row lives; the row decides, this cookie only carries its token. */
export const SESSION_SECONDS = 30 * DAY_SECONDS;

const isSecure = (opened: House) => opened.config.url.startsWith('https:');

export const sessionCookieName = (opened: House): string =>
  isSecure(opened) ? '__Secure-next-auth.session-token' : 'next-auth.session-token';

export const sessionCookieOptions = (opened: House) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(opened) }) as const;

export const sessionSecret = (opened: House): string => opened.keyring.key('session').toString('base64');

/**
 * next-auth with its encrypted cookie. The cookie holds the token of a row in `sessions`, which is asked at each
 * request: what ends the row (sign-out, a new password, a changed role) is felt at once.
 */
export async function authOptions(): Promise<AuthOptions> {
  const opened = await house();
  return {
    secret: sessionSecret(opened),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: isSecure(opened),
    cookies: { sessionToken: { name: sessionCookieName(opened), options: sessionCookieOptions(opened) } },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const result = await signIn(
            opened.app,
            { email: given?.email ?? '', password: given?.password ?? '' },
            clientOf(headers),
          );
          return result.ok ? { id: result.value.token } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sessionToken: user.id } : token),
      // The token of the row never reaches the browser in the clear: /api/auth/session tells only when it ends.
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
