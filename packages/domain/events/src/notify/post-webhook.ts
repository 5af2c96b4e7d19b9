import { type ClientRequest, type Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { type Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { type Resolver, resolveTarget } from '@hikyaku/dns';
import { type EndpointRules, portOf } from '../webhook/endpoint-rules.ts';

export type Posted = {
  readonly status: number | null;
  /** Null for a success: an answer of 200 to 299. */
  readonly error: string | null;
  readonly durationMs: number;
  /** The first 1,024 characters. */
  readonly response: string;
};

export type PostWorld = {
  readonly resolver: Resolver;
  readonly rules: EndpointRules;
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
};

const TIMEOUT_MS = 10_000;
const RESPONSE_MAX = 1_024;

/**
 * One attempt: connects only to addresses that were looked up and judged just now, so that a name cannot lead to a private
 * one, and follows no redirect. Never throws.
 */
export async function postWebhook(
  world: PostWorld,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Posted> {
  const started = performance.now();
  const end = (status: number | null, error: string | null, response = ''): Posted => ({
    status,
    error,
    durationMs: Math.round(performance.now() - started),
    response,
  });
  if (world.rules.allowLoopback && world.rules.ownPorts.has(portOf(url))) return end(null, 'a port of this product');
  try {
    const target = await resolveTarget(world.resolver, new URL(url).hostname, world.rules);
    if (!target.ok) return end(null, target.reason);
    const answer = await exchange(world, url, headers, body, target.addresses);
    const { status } = answer;
    if (status >= 200 && status < 300) return end(status, null, answer.text);
    const redirect = status >= 300 && status < 400;
    return end(status, redirect ? 'a redirect is not followed' : `answered ${status}`, answer.text);
  } catch (error) {
    const { name, message } = error as Error;
    return end(
      null,
      name === 'TimeoutError' || name === 'AbortError' ? `no answer within ${TIMEOUT_MS / 1_000} s` : message,
    );
  }
}

function exchange(
  world: PostWorld,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  addresses: readonly string[],
): Promise<{ status: number; text: string }> {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const lookup: LookupFunction = (_host, options, done) =>
    options.all ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    const take = (response: IncomingMessage) =>
      readStart(response).then((text) => resolve({ status: response.statusCode!, text }), reject);
    const sent: ClientRequest = secure
      ? requestHttps(url, { ...options, agent: world.agents.https }, take)
      : requestHttp(url, { ...options, agent: world.agents.http }, take);
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Reads on to the end for the sake of the connection, but not for long. */
async function readStart(response: IncomingMessage): Promise<string> {
  let text = '';
  let size = 0;
  response.setEncoding('utf8');
  for await (const piece of response) {
    if (text.length < RESPONSE_MAX) text += piece;
    size += piece.length;
    if (size > 64 * 1_024) break;
  }
  return text.slice(0, RESPONSE_MAX).replaceAll('\u0000', '');
}
