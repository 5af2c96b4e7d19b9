import { writeDelta } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { STATE, type State } from '@hikyaku/egress';
import { recordEvents } from '@hikyaku/events';
import { type Explanation, REASONS, type RecipientReport } from '@hikyaku/mail';
import { NOTIFY } from '@hikyaku/submission';
import { confirmDelivered } from './confirm-delivered.ts';
import { toStorable } from './storable.ts';
import { suppressForFault } from './suppress-for-fault.ts';

const STATE_NAMES = Object.keys(STATE) as State[];

type Row = { state: number; batch_id: number; campaign_id: number; email: string };

/**
 * A report settles the one recipient whose return-path it came to: a failure moves delivered, unconfirmed and deferred to
 * bounced, a success moves unconfirmed and deferred to delivered (the answer to an earlier attempt was lost). `Action: failed` is
 * final whatever its status says. Where another state is final, nothing changes; while the outcome is under way, the report waits
 * for it (`settleWaiting`).
 */
export async function settleReport(
  sql: TenantSql,
  deliveryId: number,
  explanation: Explanation,
  inboundId: number,
): Promise<void> {
  const [row] = await sql.query<Row>(
    `SELECT d.state, d.batch_id, d.campaign_id, r.email FROM deliveries d JOIN recipients r ON r.id = d.id
     WHERE d.id = $1 AND d.tenant_id = $2 FOR UPDATE OF d`,
    [deliveryId, sql.scope.tenantId],
  );
  if (!row) return;
  const deferred = row.state === STATE.deferred && row.batch_id === 0;
  const waits = !deferred && (row.state === STATE.queued || row.state === STATE.deferred);
  await sql.query('UPDATE inbound_messages SET pending = $2 WHERE id = $1 AND pending <> $2', [inboundId, waits]);
  if (waits) return;
  const report = findReport(explanation, row.email);
  if (report?.reason === 'delayed') {
    await confirmDelivered(sql, deliveryId);
    return;
  }
  const failed = explanation.kind === 'bounce' && report?.reason !== 'delivered';
  if (!deferred && row.state !== STATE.unconfirmed && !(failed && row.state === STATE.delivered)) return;
  await settle(sql, deliveryId, row, { failed, report, inboundId });
}

/** What the report says about our recipient; where it names nobody we know, what it says about the one that failed. */
function findReport({ recipients }: Explanation, email: string): RecipientReport | undefined {
  const about = recipients.find((one) => one.recipient === email);
  return about ?? recipients.find((one) => one.reason !== 'delivered' && one.reason !== 'delayed') ?? recipients[0];
}

/** The other side told us, since the return-path is ours; its submitter over SMTP hears of it from us. */
const oweReport = (sql: TenantSql, deliveryId: number) =>
  sql.query(
    `INSERT INTO dsn_reports (delivery_id, action, tenant_id) SELECT id, $3::smallint, tenant_id FROM recipients
     WHERE id = $1 AND tenant_id = $2 AND (notify & $3) > 0 ON CONFLICT DO NOTHING`,
    [deliveryId, sql.scope.tenantId, NOTIFY.failure],
  );

type Verdict = { failed: boolean; report: RecipientReport | undefined; inboundId: number };

async function settle(sql: TenantSql, deliveryId: number, row: Row, verdict: Verdict): Promise<void> {
  const { failed, report, inboundId } = verdict;
  const { tenantId } = sql.scope;
  const campaignId = row.campaign_id;
  const reason = report?.reason ?? 'undetermined';
  const words = toStorable(report?.diagnostic ?? '');
  await sql.query('UPDATE deliveries SET state = $3, reason = $4, due_at = NULL WHERE id = $1 AND tenant_id = $2', [
    deliveryId,
    tenantId,
    failed ? STATE.bounced : STATE.delivered,
    failed ? REASONS.indexOf(reason) + 1 : 0,
  ]);
  if (failed) await oweReport(sql, deliveryId);
  const data = {
    inbound_id: inboundId,
    reason,
    smtp: { code: report?.reply_code ?? null, enhanced: report?.status ?? null, text: words },
  };
  const type = failed ? 'email.bounced' : 'email.delivered';
  await recordEvents(sql, [{ deliveryId, tenantId, campaignId, type, data }]);
  if (campaignId) {
    const delta = { [STATE_NAMES[row.state]!]: -1, [failed ? 'bounced' : 'delivered']: 1 };
    await writeDelta(sql, tenantId, campaignId, delta);
  }
  if (failed) await suppressForFault(sql, { email: row.email, reason, deliveryId, detail: words });
}
