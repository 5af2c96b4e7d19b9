import type { FieldError } from '@hikyaku/tenancy';
import type { z } from 'zod';
import { type Answer, answerProblem } from '../answer/answer.ts';

const MAX_ERRORS = 100;

type Checked<T> = { readonly value: T } | Answer;

/** A value as its schema has it, or 422 with the path of each fault: dotted, with indexes. */
export function check<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const errors = parsed.error.issues.slice(0, MAX_ERRORS).map(formatIssue);
  const [first] = errors;
  const detail =
    first && first.path !== '' ? `${first.path}: ${first.message}` : (first?.message ?? 'The request is invalid.');
  return answerProblem('invalid', detail, errors);
}

/** Of a union the branch that came furthest tells more than "invalid input". */
function formatIssue(issue: z.core.$ZodIssue): FieldError {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return { path, message: 'is required' };
  if (issue.code !== 'invalid_union') return { path, message: issue.message };
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const furthest = branches.sort((a, b) => depthOf(b) - depthOf(a))[0]?.[0];
  if (!furthest) return { path, message: issue.message };
  const inner = formatIssue(furthest);
  return { path: [path, inner.path].filter((part) => part !== '').join('.'), message: inner.message };
}

const depthOf = (branch: readonly z.core.$ZodIssue[]): number => branch[0]?.path.length ?? 0;
