import type { TenantSql } from '@hikyaku/db';
import { recordEvents } from '@hikyaku/events';
import type { Inbound } from './inbound.ts';
import { lockRecipient, unsubscribeRecipient } from './recipient-facts.ts';
import { toStorable } from './storable.ts';

/**
 * What a mail in a mailbox means for the recipient whose message it quotes. Anybody can write to a mailbox and quote
 * anything, so it is only a fact to show; asking to be left alone is heard when it comes from the recipient's address. Bounces
 * and complaints count at addresses that we signed, and nowhere else.
 */
export async function drawFromMailbox(
  sql: TenantSql,
  mail: Inbound,
  deliveryId: number,
  inboundId: number,
): Promise<void> {
  const recipient = await lockRecipient(sql, deliveryId);
  if (!recipient) return;
  const { explanation, fromAddress: from } = mail;
  if (explanation.kind === 'unsubscribe' && from === recipient.email) {
    await unsubscribeRecipient(sql, deliveryId, 'mail');
  }
  if (explanation.kind === 'other' || explanation.kind === 'unsubscribe') {
    const data = { inbound_id: inboundId, from: toStorable(from ?? mail.mailFrom) };
    const { tenantId } = sql.scope;
    await recordEvents(sql, [
      { deliveryId, tenantId, campaignId: recipient.campaign_id, type: 'email.received', data },
    ]);
  }
}
