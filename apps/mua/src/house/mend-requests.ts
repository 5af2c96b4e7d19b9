import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * Next answers 500 to a path that cannot be decoded and to TRACE, before any page or route of ours is asked. What cannot
 * be decoded is taken as it stands, so that it names nothing (404); TRACE becomes a method that nothing answers (405).
 */
export function mendRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.url = mendPath(request.url ?? '/');
    if (request.method === 'TRACE') request.method = 'PUT';
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
