import { suppress } from '@hikyaku/audience';
import { writeDelta } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { STATE } from '@hikyaku/egress';
import { recordEvents } from '@hikyaku/events';
import { type Explanation, REASONS, type Reason, suppressionClass } from '@hikyaku/mail';

const STATE_NAMES = Object.keys(STATE) as (keyof typeof STATE)[];

/**
 * A report settles the one recipient whose return-path it came to: a failure moves delivered or unconfirmed to bounced,
 * a success moves unconfirmed to delivered. Anything else, and the same report again, changes nothing.
 */
export async function settleReport(
  sql: TenantSql,
  deliveryId: number,
  explanation: Explanation,
  inboundId: number,
): Promise<void> {
  const failed = explanation.kind === 'bounce';
  const report = explanation.recipients[0];
  const reason = (report?.reason ?? 'undetermined') as Reason;
  const from = failed ? [STATE.delivered, STATE.unconfirmed] : [STATE.unconfirmed];
  const [row] = await sql.query<{ campaign_id: number; was: number; email: string }>(
    `WITH old AS (SELECT d.id, d.state, d.campaign_id, r.email FROM deliveries d JOIN recipients r ON r.id = d.id
       WHERE d.id = $1 AND d.tenant_id = $2 AND d.state = ANY ($3::smallint[]) FOR UPDATE OF d)
     UPDATE deliveries d SET state = $4, reason = $5 FROM old WHERE d.id = old.id
     RETURNING old.campaign_id, old.state AS was, old.email`,
    [
      deliveryId,
      sql.scope.tenantId,
      from,
      failed ? STATE.bounced : STATE.delivered,
      failed ? REASONS.indexOf(reason) + 1 : 0,
    ],
  );
  if (!row) return;
  const { tenantId } = sql.scope;
  const type = failed ? 'email.bounced' : 'email.delivered';
  const data = {
    inbound_id: inboundId,
    reason,
    smtp: { code: report?.reply_code ?? null, enhanced: report?.status ?? null, text: report?.diagnostic ?? '' },
  };
  await recordEvents(sql, [{ deliveryId, tenantId, campaignId: row.campaign_id, type, data }]);
  if (row.campaign_id) {
    await writeDelta(sql, tenantId, row.campaign_id, {
      [STATE_NAMES[row.was]!]: -1,
      [failed ? 'bounced' : 'delivered']: 1,
    });
  }
  if (failed) await suppressFor(sql, { email: row.email, reason, deliveryId, detail: report?.diagnostic ?? '' });
}

/** Suppression by reason and count: at once, at the second fault, or never. */
async function suppressFor(
  sql: TenantSql,
  fault: { email: string; reason: Reason; deliveryId: number; detail: string },
): Promise<void> {
  const kind = suppressionClass(fault.reason);
  if (kind === 'never') return;
  if (kind === 'second') {
    const [counted] = await sql.query<{ faults: number }>(
      `INSERT INTO address_faults AS f (tenant_id, email) VALUES ($1, $2)
       ON CONFLICT (tenant_id, email) DO UPDATE SET faults = f.faults + 1, last_at = now() RETURNING f.faults`,
      [sql.scope.tenantId, fault.email],
    );
    if (counted!.faults < 2) return;
  }
  await suppress(sql, { ...fault, scope: 3 });
}
