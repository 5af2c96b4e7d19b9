import { type NextRequest, NextResponse } from 'next/server';
import { formatPagePolicy } from './security/page-policy.ts';

/**
 * Gives each page its Content-Security-Policy with a fresh nonce; Next reads the nonce from the request header and
 * puts it on its own scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = formatPagePolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** Pages only: what passes here is buffered up to 10 MB, which uploads and the API must not be. */
export const config = { matcher: ['/((?!_next/static|_next/image|api/|compat/|imports/upload|u/|t/|favicon|icon).*)'] };
