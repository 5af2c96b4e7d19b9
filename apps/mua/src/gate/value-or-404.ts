import type { Result } from '@hikyaku/tenancy';
import { notFound } from 'next/navigation';

/** The value of a page's own query; an address that names nothing (a made-up cursor, say) is a 404. */
export function valueOr404<T>(result: Result<T>): T {
  if (!result.ok) notFound();
  return result.value;
}
