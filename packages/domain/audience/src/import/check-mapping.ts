import { type FieldError, ok, type Result, refuse } from '@hikyaku/tenancy';
import { isStorable } from '../storable-text.ts';
import type { ImportMapping } from './guess-columns.ts';

const MAX_COLUMNS = 200;
const MAX_KEY = 100;

/** `{ "<column header>": "email" | "name" | "attributes.<key>" | "" }` ('' leaves a column out), with at most one e-mail and one name. */
export function checkMapping(mapping: ImportMapping): Result<ImportMapping> {
  const errors: FieldError[] = [];
  const entries = Object.entries(mapping);
  if (entries.length > MAX_COLUMNS) errors.push({ path: 'mapping', message: `names more than ${MAX_COLUMNS} columns` });
  const taken = new Set<string>();
  for (const [column, target] of entries) {
    const message = !isStorable(column) ? 'has a name that cannot be stored' : checkTarget(target, taken);
    if (message) errors.push({ path: `mapping.${column}`, message });
    taken.add(target);
  }
  return errors.length > 0 ? refuse(422, 'invalid', `${errors[0]!.path} ${errors[0]!.message}`, errors) : ok(mapping);
}

function checkTarget(target: unknown, taken: ReadonlySet<string>): string | null {
  if (typeof target !== 'string' || !/^(|email|name|attributes\..+)$/su.test(target) || !isStorable(target)) {
    return 'must be email, name or attributes.<key> (or empty, to leave the column out)';
  }
  if (target.length > MAX_KEY + 'attributes.'.length) return `has a key over ${MAX_KEY} characters`;
  return target !== '' && taken.has(target) ? `is a second column for ${target}` : null;
}
