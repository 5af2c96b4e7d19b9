import { ok, type Result, refuseField } from './result.ts';

/**
 * One line that a person types, trimmed: `min` to `max` characters, no control characters (Postgres holds no NUL, a mail
 * header no line break). `lines`: line breaks and tabs are allowed.
 */
export function validateText(
  path: string,
  text: string,
  rule: { readonly min?: number; readonly max: number; readonly lines?: boolean },
): Result<string> {
  const { min = 0, max, lines = false } = rule;
  const value = text.trim();
  if (value.length < min || value.length > max) {
    return refuseField(path, min > 0 ? `This has ${min} to ${max} characters.` : `This has at most ${max} characters.`);
  }
  const forbidden = lines ? /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/ : /[\p{Cc}\u2028\u2029]/u;
  if (forbidden.test(value)) return refuseField(path, 'This has a character that is not allowed here.');
  return ok(value);
}

const NAME_MAX = 100;

/** The name of a tenant or a key. */
export const validateName = (path: string, text: string): Result<string> =>
  validateText(path, text, { min: 1, max: NAME_MAX });

/** The name of a person, who may leave it out. */
export const validatePersonName = (text: string): Result<string> => validateText('name', text, { max: NAME_MAX });
