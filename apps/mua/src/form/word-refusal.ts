import type { Refusal } from '@hikyaku/tenancy';
import type { FormError } from './answer.ts';

export async function wordRefusal(refusal: Refusal): Promise<FormError[]> {
  return refusal.errors.length > 0
    ? refusal.errors.map(({ path, message }) => ({ path, message }))
    : [{ message: refusal.detail }];
}
