import { isDatabaseAway } from '@hikyaku/db';
import { type Answer, answerProblem, toResponse } from '../answer/answer.ts';
import { answerFault } from '../answer/answer-fault.ts';
import { ENDPOINTS } from '../endpoints/endpoints.ts';
import { authenticate } from '../gate/authenticate.ts';
import { openRequestPacer } from '../gate/take-request.ts';
import { formatOpenApi } from '../openapi/format-openapi.ts';
import type { ApiWorld } from '../world.ts';
import { openRouteTable } from './match-route.ts';
import { serve } from './serve.ts';

export const API_PREFIX = '/api/v1';
const MAX_ADDRESS = 8_000;

const routes = openRouteTable(ENDPOINTS);
const pacer = openRequestPacer();
let openApi: string | undefined;

/** On every answer: it belongs to the one who asked. */
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Answers one request below `/api/v1`. Never throws: a fault of ours is a 500 with the id under which it was logged. */
export async function handleApi(world: ApiWorld, request: Request): Promise<Response> {
  const extra: Record<string, string> = { ...HEADERS };
  let answer: Answer;
  try {
    answer = await route(world, request, extra);
  } catch (error) {
    answer = answerFault(world.log, request, error, isDatabaseAway(error));
  }
  return toResponse(request.method === 'HEAD' ? { ...answer, body: null } : answer, extra);
}

async function route(world: ApiWorld, request: Request, extra: Record<string, string>): Promise<Answer> {
  const url = new URL(request.url);
  if (url.pathname.length + url.search.length > MAX_ADDRESS) {
    return answerProblem('uri_too_long', `Path and query have more than ${MAX_ADDRESS} characters.`);
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const path = readPath(url.pathname);
  if (path === '/openapi.json' && method === 'GET') {
    openApi ??= JSON.stringify(formatOpenApi(world.config.url));
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
      body: openApi,
    };
  }
  const match = path === null ? ({ kind: 'nothing' } as const) : routes.match(method, path);
  if (match.kind === 'nothing') return answerProblem('not_found', 'There is no such path.');
  if (match.kind === 'method') {
    const headers = { allow: match.allowed.join(', ') };
    if (method === 'OPTIONS') return { status: 204, headers, body: null };
    return answerProblem('method_not_allowed', `${request.method} is not answered here.`, [], headers);
  }
  const principal = await authenticate(world, request.headers);
  if (!('scope' in principal)) return principal;
  const taken = await pacer.take(world, principal.keyId!, principal.requestsPerSecond);
  Object.assign(extra, taken.headers);
  if (!taken.ok) {
    return answerProblem('rate_limit', 'This key makes too many requests a second.', [], {
      'retry-after': String(taken.retryAfterSeconds),
    });
  }
  return serve({
    world,
    request,
    principal,
    endpoint: match.endpoint,
    ids: match.ids,
    path: path!,
    search: url.searchParams,
  });
}

/** The path below the prefix, decoded; null when it is none of ours. */
function readPath(pathname: string): string | null {
  if (!pathname.startsWith(`${API_PREFIX}/`)) return null;
  try {
    return decodeURIComponent(pathname.slice(API_PREFIX.length));
  } catch {
    return null;
  }
}
