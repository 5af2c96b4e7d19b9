import { writeDelta } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { STATE } from '@hikyaku/egress';
import { recordEvents } from '@hikyaku/events';

/** Late evidence that the message arrived settles a recipient of whom nobody could know. Any other state stays. */
export async function confirmDelivered(sql: TenantSql, deliveryId: number): Promise<void> {
  const { tenantId } = sql.scope;
  const [row] = await sql.query<{ campaign_id: number }>(
    'UPDATE deliveries SET state = $3, reason = 0 WHERE id = $1 AND tenant_id = $2 AND state = $4 RETURNING campaign_id',
    [deliveryId, tenantId, STATE.delivered, STATE.unconfirmed],
  );
  if (!row) return;
  await recordEvents(sql, [{ deliveryId, tenantId, campaignId: row.campaign_id, type: 'email.delivered' }]);
  if (row.campaign_id) await writeDelta(sql, tenantId, row.campaign_id, { unconfirmed: -1, delivered: 1 });
}
