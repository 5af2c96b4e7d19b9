import type { Sql } from '@hikyaku/db';
import { findHold, type Hold } from './hold.ts';

/** `open`: not final in the restored database. `settled`: of these, how many the ledgers of the homes know to be settled. */
export type HeldCampaign = {
  readonly id: number;
  readonly tenantId: number;
  readonly tenant: string;
  readonly name: string;
  readonly status: 'scheduled' | 'planning' | 'sending' | 'paused';
  readonly open: number;
  readonly settled: number;
  /** Not laid out when the backup was made: no ledger can tell. */
  readonly unlaid: number;
  /** Scheduled for a time that is over: it may have been sent as a whole. */
  readonly overdue: boolean;
};

/** Messages of their own, by stream. */
export type HeldStream = { readonly stream: 'transactional' | 'bulk'; readonly open: number; readonly settled: number };

export type HoldReport = {
  readonly hold: Hold;
  readonly campaigns: readonly HeldCampaign[];
  readonly streams: readonly HeldStream[];
  /** Workers whose ledgers have been read, and how many entries they had. */
  readonly witnesses: readonly { readonly worker: string; readonly entries: number }[];
};

const CAMPAIGNS = `
SELECT c.id, c.tenant_id AS "tenantId", t.name AS tenant, c.name, c.status,
  coalesce(k.open, 0) + coalesce(d.open, 0) AS open,
  coalesce(p.settled, 0)::int AS settled, coalesce(u.unlaid, 0)::int AS unlaid,
  c.status = 'scheduled' AS overdue
FROM egress_hold h CROSS JOIN campaigns c JOIN tenants t ON t.id = c.tenant_id
LEFT JOIN (SELECT campaign_id, queued + sending + deferred AS open FROM campaign_counts) k ON k.campaign_id = c.id
LEFT JOIN (SELECT campaign_id, sum(queued + sending + deferred)::bigint AS open FROM campaign_deltas GROUP BY 1) d ON d.campaign_id = c.id
LEFT JOIN (SELECT d.campaign_id, count(*) AS settled FROM egress_evidence e JOIN deliveries d ON d.id = e.delivery_id
  WHERE d.state IN (0, 1) GROUP BY 1) p ON p.campaign_id = c.id
LEFT JOIN (SELECT campaign_id, sum(cardinality(contact_ids)) AS unlaid FROM campaign_chunks GROUP BY 1) u ON u.campaign_id = c.id
WHERE (c.status IN ('planning', 'sending', 'paused') AND c.started_at <= h.since AND coalesce(k.open, 0) + coalesce(d.open, 0) > 0)
  OR (c.status = 'scheduled' AND c.scheduled_at <= h.since)
ORDER BY c.id DESC`;

const STREAMS = `
WITH single AS (
  SELECT d.id, d.stream FROM deliveries d WHERE d.due_at IS NOT NULL AND d.campaign_id = 0 AND d.state IN (0, 1)
  UNION ALL
  SELECT d.id, d.stream FROM batches b JOIN deliveries d ON d.id = ANY (b.ids) AND d.batch_id = b.id AND d.state IN (0, 1) WHERE b.campaign_id = 0
)
SELECT CASE s.stream WHEN 0 THEN 'transactional' ELSE 'bulk' END AS stream, count(*)::int AS open, count(e.delivery_id)::int AS settled
FROM single s LEFT JOIN egress_evidence e ON e.delivery_id = s.id GROUP BY s.stream ORDER BY s.stream`;

/** What would go out again if all were let go, or null when nothing is held. `sql` is the engine's; for operators only. */
export async function describeHold(sql: Sql): Promise<HoldReport | null> {
  const hold = await findHold(sql);
  if (!hold) return null;
  return {
    hold,
    campaigns: await sql.query<HeldCampaign>(CAMPAIGNS),
    streams: await sql.query<HeldStream>(STREAMS),
    witnesses: await sql.query('SELECT worker, entries FROM egress_witnesses ORDER BY worker'),
  };
}
