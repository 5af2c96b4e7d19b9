import { type Answer, answerProblem } from '../answer/answer.ts';
import { isStorable } from './parse-json.ts';

/** The query as an object; an empty value counts as not given. 422 for a name that comes twice. */
export function readQuery(search: URLSearchParams): { readonly value: Record<string, string> } | Answer {
  const value: Record<string, string> = Object.create(null);
  for (const [name, text] of search) {
    if (text === '') continue;
    const message =
      name in value ? 'is given twice' : isStorable(text) ? null : 'contains a character that cannot be used';
    if (message) return answerProblem('invalid', `${name} ${message}`, [{ path: name, message }]);
    value[name] = text;
  }
  return { value };
}
