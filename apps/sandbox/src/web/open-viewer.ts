import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '@hikyaku/log';
import { handleApi, json, type Request, type Viewed } from './handle-api.ts';
import { handlePage } from './handle-page.ts';

export type Viewer = { readonly port: number; readonly url: string; close(): Promise<void> };

const MOST_BODY_BYTES = 4 * 1024 * 1024;
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Serves the viewer and its JSON. */
export async function openViewer(
  options: { readonly host: string; readonly port: number; readonly log: Log },
  viewed: Omit<Viewed, 'origin'>,
): Promise<Viewer> {
  let url = '';
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, { ...viewed, origin: url }).catch((error) => {
      options.log.error({ err: error }, 'the viewer failed');
      if (!outgoing.headersSent) send(outgoing, json(500, { error: 'internal error' }));
      else outgoing.destroy();
    });
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
  return {
    port,
    url,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, viewed: Viewed): Promise<void> {
  if (!isLoopback(incoming.headers.host)) return send(outgoing, json(403, { error: 'not a name of this viewer' }));
  const target = `http://viewer${incoming.url ?? '/'}`;
  if (!URL.canParse(target)) return send(outgoing, json(400, { error: 'not a path' }));
  const request: Request = {
    method: incoming.method ?? 'GET',
    url: new URL(target),
    body: () => readBody(incoming),
  };
  const response = (await handleApi(request, viewed)) ?? (await handlePage(request, viewed));
  send(outgoing, response ?? json(404, { error: 'not found' }));
}

/** A page elsewhere may point a name of its own at this address, and would read sign-in mail with it (DNS rebinding). */
function isLoopback(host: string | undefined): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/.test(host ?? '');
}

function send(outgoing: ServerResponse, response: Awaited<ReturnType<typeof handlePage>> & object): void {
  outgoing.writeHead(response.status, { ...HEADERS, 'content-type': response.type, ...response.headers });
  outgoing.end(response.body);
}

/** Undefined when the body is larger than allowed. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
