import type { TenantSql } from '@hikyaku/db';
import type { Explanation } from '@hikyaku/mail';
import { confirmDelivered } from './confirm-delivered.ts';
import type { Destination } from './find-destination.ts';
import { complainRecipient, unsubscribeRecipient } from './recipient-facts.ts';
import { settleReport } from './settle-report.ts';

type Signed = Extract<Destination, { readonly kind: 'return-path' | 'unsubscribe' }>;

/** What a mail to an address that we signed means for the recipient whom the address names. */
export async function drawFromReport(
  sql: TenantSql,
  { kind, deliveryId }: Signed,
  explanation: Explanation,
  inboundId: number,
): Promise<void> {
  if (kind === 'unsubscribe' || explanation.kind === 'unsubscribe') {
    await unsubscribeRecipient(sql, deliveryId, 'mail');
    return;
  }
  switch (explanation.kind) {
    case 'bounce':
    case 'delivered':
      await settleReport(sql, deliveryId, explanation, inboundId);
      return;
    case 'complaint':
      // A report of a failed DMARC check (RFC 6591) has the form of a complaint, and nobody complained.
      if (explanation.feedback_type !== 'auth-failure') await complainRecipient(sql, deliveryId, inboundId);
      return;
    default:
      // A delay, an absence, a few words: whoever sends them has got the message.
      await confirmDelivered(sql, deliveryId);
  }
}
