import type { Sql } from '@hikyaku/db';
import { COUNT_COLUMNS, COUNT_JOINS } from '../count/count-columns.ts';

/** One number that is not what its rows say. */
export type Difference = {
  readonly what: string;
  readonly id: number;
  readonly counted: number;
  readonly rows: number;
};

/**
 * Recounts everything that is kept as a number against the rows it stands for. Each check is one statement, hence one
 * moment; empty means that everybody is accounted for. Reads whole tables: for people and tests, not for a sweeper.
 */
export async function auditLedger(engine: Sql): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const check of [CAMPAIGNS, SUMS, BATCHES, ORPHANS, WITHOUT_DELIVERY, DUE]) {
    found.push(...(await engine.query<Difference>(check)));
  }
  return found;
}

// A campaign whose month is older than the ledger is kept has its numbers and no rows.
const IS_KEPT = `coalesce(c.first_delivery_id >> 40 >= (SELECT min(substr(relname, 12)::bigint) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ '^deliveries_[0-9]+$'), true)`;

// Rows in no batch of their own state, by the state everybody sees; what is not laid out counts as queued, and a contact
// that vanished before it was laid out as canceled.
const CAMPAIGNS = `
  WITH counted AS (SELECT c.id, c.vanished, ${COUNT_COLUMNS} FROM campaigns c ${COUNT_JOINS} WHERE ${IS_KEPT}),
  rows AS (
    SELECT d.campaign_id, CASE WHEN d.state IN (0, 1) AND b.state = 1 THEN 'sending'
        ELSE (ARRAY['queued','deferred','delivered','bounced','expired','suppressed','canceled','unconfirmed'])[d.state + 1] END AS status,
      count(*) AS n
    FROM deliveries d LEFT JOIN batches b ON b.id = d.batch_id WHERE d.campaign_id > 0 GROUP BY 1, 2
  ), unlaid AS (SELECT campaign_id, sum(cardinality(contact_ids)) AS n FROM campaign_chunks GROUP BY 1)
  SELECT 'campaign ' || s.status AS what, c.id, s.n AS counted, coalesce(r.n, 0) + s.besides AS rows
  FROM counted c LEFT JOIN unlaid u ON u.campaign_id = c.id
  CROSS JOIN LATERAL (VALUES ('queued', c.queued, coalesce(u.n, 0)), ('sending', c.sending, 0), ('deferred', c.deferred, 0),
    ('delivered', c.delivered, 0), ('bounced', c.bounced, 0), ('expired', c.expired, 0), ('suppressed', c.suppressed, 0),
    ('canceled', c.canceled, c.vanished), ('unconfirmed', c.unconfirmed, 0)) s(status, n, besides)
  LEFT JOIN rows r ON r.campaign_id = c.id AND r.status = s.status
  WHERE s.n <> coalesce(r.n, 0) + s.besides`;

const SUMS = `
  SELECT 'campaign planned' AS what, id, planned AS counted,
    queued + sending + deferred + delivered + bounced + expired + suppressed + canceled + unconfirmed AS rows
  FROM (SELECT c.id, ${COUNT_COLUMNS} FROM campaigns c ${COUNT_JOINS}) counted
  WHERE planned <> queued + sending + deferred + delivered + bounced + expired + suppressed + canceled + unconfirmed`;

const BATCHES = `
  WITH rows AS (
    SELECT batch_id, count(*) FILTER (WHERE state = 0) AS queued, count(*) FILTER (WHERE state = 1) AS deferred
    FROM deliveries WHERE batch_id > 0 GROUP BY 1)
  SELECT 'batch ' || s.what AS what, b.id, s.counted, s.rows FROM batches b LEFT JOIN rows r ON r.batch_id = b.id
  CROSS JOIN LATERAL (VALUES ('queued', b.queued::bigint, coalesce(r.queued, 0)), ('deferred', b.deferred::bigint, coalesce(r.deferred, 0)),
    ('without open rows', (b.state <> 1 AND b.queued + b.deferred = 0)::int::bigint, 0)) s(what, counted, rows)
  WHERE s.counted <> s.rows`;

const ORPHANS = `
  SELECT CASE WHEN b.id IS NULL THEN 'delivery in a batch that is gone' WHEN d.state > 1 THEN 'final delivery in a batch'
      ELSE 'delivery in the batch of another campaign' END AS what, d.id, 1 AS counted, 0 AS rows
  FROM deliveries d LEFT JOIN batches b ON b.id = d.batch_id
  WHERE d.batch_id > 0 AND (b.id IS NULL OR d.state > 1 OR b.campaign_id <> d.campaign_id)
  LIMIT 1000`;

const WITHOUT_DELIVERY = `
  SELECT 'recipient without a delivery' AS what, r.id, 1 AS counted, 0 AS rows
  FROM recipients r LEFT JOIN deliveries d ON d.id = r.id WHERE d.id IS NULL LIMIT 1000`;

const DUE = `
  SELECT CASE WHEN state > 1 THEN 'final delivery that is due' ELSE 'open delivery that nothing leads to' END AS what,
    id, 1 AS counted, 0 AS rows
  FROM deliveries WHERE (state > 1 AND due_at IS NOT NULL) OR (state <= 1 AND due_at IS NULL AND batch_id = 0) LIMIT 1000`;
