import { suppress, unsubscribe } from '@hikyaku/audience';
import { writeDelta } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { eventNumber, recordEvents } from '@hikyaku/events';
import { confirmDelivered } from './confirm-delivered.ts';

export type RecipientRow = { id: number; email: string; campaign_id: number | null };

/** The recipient, locked against a second report of the same fact; undefined when it is not this tenant's. */
export async function lockRecipient(sql: TenantSql, deliveryId: number): Promise<RecipientRow | undefined> {
  const [row] = await sql.query<RecipientRow>(
    `SELECT r.id, r.email, r.campaign_id FROM deliveries d JOIN recipients r ON r.id = d.id
     WHERE d.id = $1 AND d.tenant_id = $2 FOR UPDATE OF d`,
    [deliveryId, sql.scope.tenantId],
  );
  return row;
}

const hasEvent = async (sql: TenantSql, deliveryId: number, type: 'email.complained' | 'email.unsubscribed') =>
  (
    await sql.query('SELECT 1 FROM events WHERE delivery_id = $1 AND type = $2 LIMIT 1', [
      deliveryId,
      eventNumber(type),
    ])
  ).length > 0;

/** The recipient asked for no more: all bulk of this tenant to the address stops. The fact is counted once per recipient. */
export async function unsubscribeRecipient(
  sql: TenantSql,
  deliveryId: number,
  source: 'one_click' | 'page' | 'mail',
): Promise<RecipientRow | undefined> {
  const recipient = await lockRecipient(sql, deliveryId);
  if (!recipient) return undefined;
  await confirmDelivered(sql, deliveryId);
  await unsubscribe(sql, { deliveryId, email: recipient.email, source });
  if (!(await hasEvent(sql, deliveryId, 'email.unsubscribed')))
    await record(sql, recipient, 'email.unsubscribed', { source });
  return recipient;
}

/** The recipient called it spam: bulk to the address stops. */
export async function complainRecipient(sql: TenantSql, deliveryId: number, inboundId: number): Promise<void> {
  const recipient = await lockRecipient(sql, deliveryId);
  if (!recipient) return;
  await confirmDelivered(sql, deliveryId);
  await suppress(sql, { email: recipient.email, reason: 'complaint', scope: 1, deliveryId, detail: 'abuse report' });
  if (!(await hasEvent(sql, deliveryId, 'email.complained')))
    await record(sql, recipient, 'email.complained', { inbound_id: inboundId });
}

async function record(
  sql: TenantSql,
  recipient: RecipientRow,
  type: 'email.complained' | 'email.unsubscribed',
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { tenantId } = sql.scope;
  await recordEvents(sql, [{ deliveryId: recipient.id, tenantId, campaignId: recipient.campaign_id, type, data }]);
  if (recipient.campaign_id) {
    await writeDelta(
      sql,
      tenantId,
      recipient.campaign_id,
      type === 'email.complained' ? { complained: 1 } : { unsubscribed: 1 },
    );
  }
}
