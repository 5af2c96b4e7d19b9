import type { FieldError, Refusal } from '@hikyaku/tenancy';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';

/** A whole answer as it can be kept: status, the headers that belong to it, and its bytes as text. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none. Bytes and streams are sent and not kept. */
  readonly body: string | Uint8Array | AsyncIterable<string> | null;
};

export const answerJson = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** RFC 9457. `type` is a URN made of the code; `errors` is empty when no single field is to blame. */
export const answerProblem = (
  code: ProblemCode,
  detail: string,
  errors: readonly FieldError[] = [],
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status: PROBLEMS[code][0],
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({
    type: `urn:hikyaku:problem:${code}`,
    title: PROBLEMS[code][1],
    status: PROBLEMS[code][0],
    code,
    detail,
    errors,
  }),
});

/** For a refusal whose code is not one of the API's. */
const PLAIN: Readonly<Record<Refusal['status'], ProblemCode>> = {
  400: 'malformed',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  415: 'media_type',
  422: 'invalid',
  429: 'rate_limit',
  503: 'unavailable',
};

/** A refusal of the domain as a problem. */
export function answerRefusal(refusal: Refusal): Answer {
  const known = refusal.code in PROBLEMS && PROBLEMS[refusal.code as ProblemCode][0] === refusal.status;
  const code = known ? (refusal.code as ProblemCode) : PLAIN[refusal.status];
  const wait = refusal.retryAfterSeconds ?? (refusal.status === 429 || refusal.status === 503 ? 1 : undefined);
  return answerProblem(code, refusal.detail, refusal.errors, wait === undefined ? {} : { 'retry-after': String(wait) });
}

export const toResponse = (answer: Answer, headers: Readonly<Record<string, string>>): Response =>
  new Response(toBody(answer.body), { status: answer.status, headers: { ...headers, ...answer.headers } });

function toBody(body: Answer['body']): ConstructorParameters<typeof Response>[0] {
  if (body === null || typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  const pieces = body[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

/** For the program that mounts the API and has nothing to answer from yet. */
export const respondUnavailable = (): Response =>
  toResponse(answerProblem('unavailable', 'The database or the queue cannot be reached.', [], { 'retry-after': '5' }), {
    'cache-control': 'no-store',
  });
