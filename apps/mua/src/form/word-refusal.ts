import type { Refusal } from '@hikyaku/tenancy';
import { getTranslations } from 'next-intl/server';
import type { FormError } from './answer.ts';
import { matchRefusal } from './match-refusal.ts';

/** A refusal in the reader's language, field by field. */
export async function wordRefusal(refusal: Refusal): Promise<FormError[]> {
  const t = await getTranslations('refusals');
  const word = (text: string): string => {
    const match = matchRefusal(text);
    return match ? t(match.key, match.values as never) : text;
  };
  if (refusal.errors.length === 0) return [{ message: word(refusal.detail) }];
  return refusal.errors.map(({ path, message }) => ({ path: fieldOf(path), message: word(message) }));
}

/** `list_ids.0` is the form's field `list_ids`. */
const fieldOf = (path: string): string => path.replace(/\.\d+(\..*)?$/, '');
