import { parseId, withTenant } from '@hikyaku/db';
import type { NextRequest } from 'next/server';
import { loadLive } from '../../../../../campaign/load-live.ts';
import { findPrincipal } from '../../../../../gate/require-principal.ts';
import { house } from '../../../../../house/house.ts';

/** A comment now and then keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;
/** Then the browser connects anew, and the session is asked again. */
const LONGEST_MS = 25_000;

type Context = { params: Promise<{ id: string }> };

/** The numbers of a campaign as an event stream; with `once`, one answer in JSON for those who cannot have a stream. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const principal = await findPrincipal();
  if (!principal) return Response.json({ message: 'sign in' }, { status: 401 });
  const opened = await house();
  const id = parseId('campaign', (await params).id);
  const live =
    id === null ? null : await withTenant(opened.app, principal.scope, (sql) => loadLive(sql, id, opened.sites));
  if (id === null || !live) return Response.json({ message: 'no such campaign' }, { status: 404 });
  if (request.nextUrl.searchParams.has('once'))
    return Response.json(live, { headers: { 'cache-control': 'no-store' } });

  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      const unwatch = opened.live.watch(principal, id, (next) => say(`data: ${JSON.stringify(next)}\n\n`));
      const alive = setInterval(() => say(': alive\n\n'), KEEP_ALIVE_MS);
      const end = setTimeout(() => {
        stop();
        controller.close();
      }, LONGEST_MS);
      stop = () => {
        unwatch();
        clearInterval(alive);
        clearTimeout(end);
      };
      say('retry: 1000\n\n');
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
