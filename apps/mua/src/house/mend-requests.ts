import { subscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { answerProblem } from '@hikyaku/api';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Next answers 500 to a path that cannot be decoded and to TRACE, before any page or route of ours is asked. What cannot
 * be decoded is taken as it stands, so that it names nothing (404); another method becomes one that nothing answers (405).
 * What Node itself cannot read as HTTP gets a problem as well.
 */
export function mendRequests(): void {
  const known = new WeakSet<object>();
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.url = mendPath(request.url ?? '/');
    if (!METHODS.includes(request.method ?? '')) request.method = 'PUT';
  });
  // Next keeps its server to itself; its first connection shows it.
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
    if (!(server instanceof Server) || known.has(server)) return;
    known.add(server);
    server.on('clientError', refuseUnreadable);
  });
}

/** The same address when its path decodes (RFC 3986 section 2.4), else with its percent signs as characters. */
export function mendPath(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}

/** The last words on a connection whose request could not be read. */
export function refuseUnreadable(error: Error & { code?: string; rawPacket?: Buffer }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = describe(error);
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(String(body)), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`);
}

function describe({ code, rawPacket }: Error & { code?: string; rawPacket?: Buffer }) {
  if (code !== 'HPE_HEADER_OVERFLOW')
    return answerProblem('malformed', 'This is not an HTTP request that can be read.');
  const line = rawPacket?.subarray(0, 9_000).toString('latin1') ?? '';
  return /^[A-Z]+ \S{8000}/.test(line)
    ? answerProblem('uri_too_long', 'Path and query have more than 8,000 characters.')
    : answerProblem('headers_too_large', 'The header of the request has more than 16 KB.');
}
