import { ok, type Result, refuse, refuseField } from '@hikyaku/tenancy';
import { toStorable } from '../storable-text.ts';

const MAX_NAME = 200;

/** The name as it is kept: one line, trimmed, 1 to 200 characters. */
export function checkListName(name: string): Result<string> {
  const kept = toStorable(name).trim();
  if (kept === '') return refuseField('name', 'is empty');
  if (kept.length > MAX_NAME) return refuseField('name', `is longer than ${MAX_NAME} characters`);
  if (/[\u0000-\u001f\u007f]/.test(name.trim())) return refuseField('name', 'contains a control character');
  return ok(kept);
}

export const refuseTakenName = (): Result<never> =>
  refuse(409, 'taken', 'There is a list with this name.', [{ path: 'name', message: 'is taken' }]);
