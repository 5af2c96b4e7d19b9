import { subscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Tracker } from '@hikyaku/ingress';
import { formatTrackingAnswer, type TrackingResponse } from './tracking-page.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const PATH = '/t/';

/**
 * Answers tracking links on the server of this port before its own handlers are asked: a page of Next costs ten times as
 * much. Next keeps its server to itself; its first connection shows it.
 */
export function serveTracking(tracker: Tracker, port: number): void {
  const known = new WeakSet<object>();
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
    if (!(server instanceof Server) || known.has(server)) return;
    known.add(server);
    const address = server.address();
    if (typeof address !== 'object' || address?.port !== port) return;
    const others = server.listeners('request') as Handler[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (request.url?.startsWith(PATH)) void answer(tracker, request, response);
      else for (const handle of others) handle.call(server, request, response);
    });
  });
}

async function answer(tracker: Tracker, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    send(response, { status: 405, headers: { allow: 'GET, HEAD' }, body: '' }, true);
    return;
  }
  const [path = '', query = ''] = request.url!.slice(PATH.length).split('?', 2);
  const target = new URLSearchParams(query).get('u');
  const found = await tracker.answer({ method, token: path, target, headers });
  const from = { languages: headers['accept-language'], cookie: headers.cookie };
  send(response, formatTrackingAnswer(found, from), method === 'GET');
}

function send(response: ServerResponse, { status, headers, body }: TrackingResponse, whole: boolean): void {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.end(whole ? body : undefined);
}
