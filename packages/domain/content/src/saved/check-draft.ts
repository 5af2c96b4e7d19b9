import { type FieldError, ok, type Result, refuse } from '@hikyaku/tenancy';
import { checkTemplate } from '../template/check-template.ts';
import type { TemplateDraft } from './saved-template.ts';

const MAX_NAME = 200;
/** NUL and halves of surrogate pairs: what Postgres keeps in no text. */
const unstorable = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A draft that can be kept: its name, and parts that parse and stay within limits in a trial render. */
export function checkDraft(draft: TemplateDraft): Result<TemplateDraft> {
  const errors: FieldError[] = [];
  const name = draft.name.trim();
  if (name === '') errors.push({ path: 'name', message: 'is empty' });
  if (name.length > MAX_NAME) errors.push({ path: 'name', message: `is longer than ${MAX_NAME} characters` });
  if (/[\u0000-\u001f\u007f]/.test(name)) errors.push({ path: 'name', message: 'contains a control character' });
  for (const field of ['name', 'subject', 'html', 'text'] as const) {
    if (unstorable.test(draft[field] ?? '')) {
      errors.push({ path: field, message: 'contains a character that cannot be stored' });
    }
  }
  const checked = checkTemplate(draft);
  if (!checked.ok) errors.push(...checked.errors);
  if (errors.length > 0) return refuse(422, 'template', `${errors[0]!.path}: ${errors[0]!.message}`, errors);
  return ok({ ...draft, name });
}

export const refuseTakenName = (): Result<never> =>
  refuse(409, 'taken', 'There is a template with this name.', [{ path: 'name', message: 'is taken' }]);
