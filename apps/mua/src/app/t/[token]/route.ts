import type { NextRequest } from 'next/server';
import { house } from '../../../house/house.ts';
import { formatTrackingAnswer } from '../../../tracking/tracking-page.ts';

type Context = { params: Promise<{ token: string }> };

/** Tracking links under `npm run dev`, where Next is its own server; otherwise `serveTracking` answers them before Next. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { tracker } = await house();
  const found = await tracker.answer({
    method: request.method,
    token: (await params).token,
    target: request.nextUrl.searchParams.get('u'),
    headers: Object.fromEntries(request.headers),
  });
  const languages = request.headers.get('accept-language') ?? undefined;
  const cookie = request.headers.get('cookie') ?? undefined;
  const { status, headers, body } = formatTrackingAnswer(found, { languages, cookie });
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(Buffer.from(body)), { status, headers });
}

export { GET as HEAD };
