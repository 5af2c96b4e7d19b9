import { formatId, type TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import { ok, type Result } from '@hikyaku/tenancy';
import { suppress } from './suppress.ts';

export type Unsubscription = {
  /** The recipient whose link or header was used. */
  readonly deliveryId: number | null;
  readonly email: string;
  /** How: `one_click` (RFC 8058), `page`, `mail`. */
  readonly source: string;
};

/**
 * Stops all bulk mail of this tenant to this address. Idempotent; `isNew` says whether the address was subscribed until
 * now. Tells webhooks `contact.unsubscribed` the first time.
 */
export async function unsubscribe(sql: TenantSql, left: Unsubscription): Promise<Result<{ isNew: boolean }>> {
  const { email, deliveryId, source } = left;
  const written = await suppress(sql, { email, reason: 'unsubscribe', scope: 1, deliveryId, detail: source });
  if (!written.ok) return written;
  if (written.value.created) {
    await announce(sql, 'contact.unsubscribed', {
      email,
      email_id: deliveryId === null ? null : formatId('message', deliveryId),
      source,
    });
  }
  return ok({ isNew: written.value.created });
}
