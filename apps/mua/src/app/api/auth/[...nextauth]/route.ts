import { endSession } from '@hikyaku/tenancy';
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '../../../../gate/auth-options.ts';
import { readSessionToken } from '../../../../gate/session-cookie.ts';
import { house } from '../../../../house/house.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own end points: csrf, session, callback/credentials, signout. */
async function handle(request: NextRequest, context: Context) {
  const options = await authOptions();
  const [action] = (await context.params).nextauth;
  const token = action === 'signout' && request.method === 'POST' ? await readSessionToken() : null;
  const answer = await NextAuth(request, context, options);
  if (token) await endSession((await house()).app, token);
  return answer;
}

export { handle as GET, handle as POST };
