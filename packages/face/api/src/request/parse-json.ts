import type { FieldError } from '@hikyaku/tenancy';
import { type Answer, answerProblem } from '../answer/answer.ts';

const MAX_DEPTH = 64;
const MAX_ERRORS = 100;
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** NUL and halves of surrogate pairs: JSON can say them, Postgres keeps them neither in text nor in jsonb. */
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True for text that the database can keep. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** The JSON value of a body: 400 when it is none (RFC 8259), 422 when a text in it cannot be kept. */
export function parseJson(bytes: Buffer): { readonly value: unknown } | Answer {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return answerProblem('malformed', 'The body is not UTF-8.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return answerProblem('malformed', `The body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  // Only an escape can bring what bytes in UTF-8 cannot.
  const errors = inspect(value, /\\u(?:0000|d[89a-f])/i.test(text));
  return errors.length === 0 ? { value } : answerProblem('invalid', errors[0]!.message, errors);
}

/** Walks without recursion: depth is the sender's choice. */
function inspect(root: unknown, texts: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = open.pop(); next && errors.length < MAX_ERRORS; next = open.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string') {
      if (texts && !isStorable(value)) errors.push({ path, message: 'contains a character that cannot be stored' });
    } else if (typeof value === 'object' && value !== null) {
      if (depth === MAX_DEPTH) return [{ path, message: `is nested deeper than ${MAX_DEPTH} levels` }];
      for (const [key, inner] of Object.entries(value)) {
        if (texts && !isStorable(key)) errors.push({ path, message: 'has a key that cannot be stored' });
        // A path is only told of texts; for the others it need not be built.
        if (typeof inner === 'object' ? inner !== null : texts && typeof inner === 'string') {
          open.push({ value: inner, path: path === '' ? key : `${path}.${key}`, depth: depth + 1 });
        }
      }
    }
  }
  return errors;
}
