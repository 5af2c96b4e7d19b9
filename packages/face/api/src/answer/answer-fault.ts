import { randomUUID } from 'node:crypto';
import type { Log } from '@hikyaku/log';
import { ClaimLost } from '../gate/idempotency.ts';
import { MultipartFault } from '../request/split-multipart.ts';
import { type Answer, answerProblem } from './answer.ts';

/** What was thrown, as an answer: what the sender caused is told, a fault of ours is logged under an id and not told. */
export function answerFault(log: Log, request: Request, error: unknown, databaseAway: boolean): Answer {
  if (error instanceof MultipartFault) {
    const code = error.status === 400 ? 'malformed' : error.status === 413 ? 'too_large' : 'invalid';
    const errors = error.path ? [{ path: error.path, message: error.message }] : [];
    return answerProblem(code, error.message, errors);
  }
  if (databaseAway) {
    log.warn({ err: error }, 'the database is away');
    return answerProblem('unavailable', 'The database cannot be reached.', [], { 'retry-after': '5' });
  }
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const path = new URL(request.url).pathname;
  if (error instanceof ClaimLost || /^40(P01|001)$/.test(code)) {
    return answerProblem('unavailable', 'Another request was in the way.', [], { 'retry-after': '1' });
  }
  // A reference to what was deleted at the same moment (class 23), or a value that no check foresaw (class 22).
  if (/^23/.test(code)) {
    log.warn({ err: error, path }, 'a request met a concurrent change');
    return answerProblem('conflict', 'Something that this refers to changed at the same moment.');
  }
  if (/^22/.test(code)) {
    log.warn({ err: error, path }, 'a request held a value that cannot be stored');
    return answerProblem('invalid', 'The request holds a value that cannot be stored.');
  }
  const id = randomUUID();
  log.error({ err: error, id, method: request.method, path }, 'a request failed');
  return answerProblem('internal', `A fault on our side, logged as ${id}.`);
}
