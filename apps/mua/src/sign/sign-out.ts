'use server';

import { endSession } from '@hikyaku/tenancy';
import { redirect } from 'next/navigation';
import { dropSession, readSessionToken } from '../gate/session-cookie.ts';
import { house } from '../house/house.ts';

/** Ends the session row and forgets the cookie. */
export async function signOut(): Promise<void> {
  const token = await readSessionToken();
  if (token) await endSession((await house()).app, token);
  await dropSession();
  redirect('/sign-in');
}
