import { findSession, type Session } from '@hikyaku/tenancy';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { house } from '../house/house.ts';
import { readSessionToken } from './session-cookie.ts';

/** Who is signed in, asked once per request; null: nobody. */
export const findPrincipal = cache(async (): Promise<(Session & { readonly token: string }) | null> => {
  const token = await readSessionToken();
  if (!token) return null;
  const session = await findSession((await house()).app, token);
  return session ? { ...session, token } : null;
});

/** Who is signed in; otherwise on to the sign-in page, which leads back here. */
export async function requirePrincipal(): Promise<Session & { readonly token: string }> {
  const principal = await findPrincipal();
  if (principal) return principal;
  const from = (await headers()).get('x-path');
  redirect(from && from !== '/' ? `/sign-in?next=${encodeURIComponent(from)}` : '/sign-in');
}
