import type { Refusal } from '@hikyaku/tenancy';
import type { Answer } from './answer.ts';
import { typedValues } from './answer.ts';
import { wordRefusal } from './word-refusal.ts';

/** A refusal as a form shows it, in the reader's language. */
export async function refusalAnswer(refusal: Refusal, form?: FormData): Promise<Extract<Answer, { ok: false }>> {
  return { ok: false, errors: await wordRefusal(refusal), values: form ? typedValues(form) : undefined };
}
