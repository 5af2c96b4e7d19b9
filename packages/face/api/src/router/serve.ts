import { withTenant } from '@hikyaku/db';
import { can, type Principal, type Result } from '@hikyaku/tenancy';
import { type Answer, answerJson, answerProblem, answerRefusal } from '../answer/answer.ts';
import type { Context, Endpoint, Reply } from '../endpoint.ts';
import { type Claim, claimKey, isKept, refuseKey } from '../gate/idempotency.ts';
import { check } from '../request/check.ts';
import { readQuery } from '../request/read-query.ts';
import type { ApiWorld } from '../world.ts';
import { type BodyReader, openBody } from './open-body.ts';

export type Asked = {
  readonly world: ApiWorld;
  readonly request: Request;
  readonly principal: Principal;
  readonly endpoint: Endpoint;
  readonly ids: Readonly<Record<string, number>> | null;
  readonly path: string;
  readonly search: URLSearchParams;
};

/** Answers a request whose sender is known: permission, ids, query, body, then the deed, once per Idempotency-Key. */
export async function serve(asked: Asked): Promise<Answer> {
  const { endpoint, ids, principal, request, world } = asked;
  if (!can(principal, endpoint.permission)) {
    return answerProblem('forbidden', `This needs the permission ${endpoint.permission}.`);
  }
  if (ids === null) return answerProblem('not_found', 'There is no such thing.');
  const body = await openBody(endpoint, request);
  if ('status' in body) return body;
  const key = endpoint.method === 'POST' ? request.headers.get('idempotency-key') : null;
  if (key === null) return act(asked, body, null);
  const refused = refuseKey(key);
  if (refused) return refused;
  const claimed = await claimKey(world, principal.scope, `${endpoint.method} ${asked.path}`, key, body.sha256);
  if (claimed.kind === 'answer') return claimed.answer;
  if (claimed.kind === 'repeat') return claimed.compare(await body.finish());
  return actOnce(asked, body, claimed.claim);
}

/** The deed of the first request with a key: its answer is kept unless it says nothing about the request. */
async function actOnce(asked: Asked, body: BodyReader, claim: Claim): Promise<Answer> {
  try {
    const kept = { done: false };
    const answer = await act(asked, body, { claim, kept });
    if (!kept.done) await (isKept(answer) ? claim.keep(answer, await body.finish()) : claim.release());
    return answer;
  } catch (error) {
    await claim.release().catch(() => undefined);
    throw error;
  }
}

async function act(
  { endpoint, ids, principal, search, world }: Asked,
  body: BodyReader,
  once: { claim: Claim; kept: { done: boolean } } | null,
): Promise<Answer> {
  const named = readQuery(search);
  if ('status' in named) return named;
  const query = endpoint.query ? check(endpoint.query, named.value) : { value: undefined };
  if ('status' in query) return query;
  const input = await body.read();
  if (input !== null && typeof input === 'object' && 'answer' in input) return input.answer as Answer;

  const context: Context = {
    world,
    principal,
    transact: (run) =>
      withTenant(world.app, principal.scope, async (sql) => {
        const result = await run(sql);
        const answer = toAnswer(endpoint, result);
        if (once && isKept(answer)) {
          await once.claim.keepIn(sql, answer, await body.finish());
          once.kept.done = true;
        }
        return result;
      }),
  };
  const result = await endpoint.handle(context, {
    ids: ids!,
    query: query.value,
    body: (input as { value: unknown }).value as never,
  });
  // A wake-up that fails is made good by a sweeper: what was committed is accepted.
  if (result.ok) await result.value.afterCommit?.().catch((error) => world.log.warn({ err: error }, 'not woken'));
  return toAnswer(endpoint, result);
}

function toAnswer(endpoint: Endpoint, result: Result<Reply>): Answer {
  if (!result.ok) return answerRefusal(result);
  const { status = endpoint.status, body, text, headers = {} } = result.value;
  if (text !== undefined)
    return { status, headers: { 'content-type': endpoint.responseType!, ...headers }, body: text };
  return body === undefined ? { status, headers, body: null } : answerJson(status, body, headers);
}
