import type { Result } from '@hikyaku/tenancy';

/** What a call answered; a refusal is a fault of the benchmark. */
export function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
}
