import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Log, metrics } from '@hikyaku/log';
import { collectDefaultMetrics } from 'prom-client';

/** `true`, or why the program cannot do its work now, in words for an operator; `note`: it can, and this is to be known. */
export type Readiness = true | string | { readonly note: string };

export type Ops = {
  /** The port that was bound; differs from the one asked for only when that was 0. */
  readonly port: number;
  close(): Promise<void>;
};

/**
 * Serves `/healthz` (200 while the process lives), `/readyz` (200, or 503, with the reason as text) and `/metrics`
 * (Prometheus text, with the numbers of the process itself). Everything else is 404.
 * Throws an Error naming port and setting when the port is taken.
 */
export async function openOps(options: {
  program: string;
  port: number;
  host?: string;
  ready: () => Promise<Readiness> | Readiness;
  log: Log;
}): Promise<Ops> {
  const { program, port, host = '127.0.0.1', ready, log } = options;
  if (metrics.getSingleMetric('process_start_time_seconds') === undefined) collectDefaultMetrics({ register: metrics });
  const server = createServer(answer(ready, log));
  await listen(server, port, host, `HIKYAKU_${program.toUpperCase()}_OPS_PORT`);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(ready: () => Promise<Readiness> | Readiness, log: Log): RequestListener {
  return async (request, response) => {
    const say = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    try {
      const path = request.url?.split('?', 1)[0];
      if (path === '/healthz') say(200, 'ok\n');
      else if (path === '/readyz') {
        const state = await ready();
        if (state === true) say(200, 'ok\n');
        else if (typeof state === 'object') say(200, `${state.note}\n`);
        else say(503, `${state}\n`);
      } else if (path === '/metrics') say(200, await metrics.metrics(), metrics.contentType);
      else say(404, 'not found\n');
    } catch (error) {
      log.error({ err: error, url: request.url }, 'the health endpoint failed');
      say(503, `${error instanceof Error ? error.message : String(error)}\n`);
    }
  };
}

function listen(server: Server, port: number, host: string, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is in use: stop what listens there, or set ${setting}`, { cause: error })
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
}
