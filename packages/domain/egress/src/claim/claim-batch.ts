import type { Database, Sql } from '@hikyaku/db';
import { startClock } from './start-clock.ts';
import { startLease } from './start-lease.ts';

/** A recipient of a claimed batch, with all that sending needs of it. */
export type Claimed = {
  readonly id: number;
  readonly state: 0 | 1;
  readonly attempts: number;
  readonly reason: number;
  readonly first_at: Date | null;
  readonly address: string;
  readonly email: string;
  readonly domain: string;
  readonly content_id: number;
  readonly message_id: number | null;
  readonly merge: { readonly name?: string; readonly attributes?: Readonly<Record<string, unknown>> } | null;
  /** What its submitter asked to be told: a sum of NOTIFY, or null. */
  readonly notify: number | null;
  /** The recipient as first given, decoded, where the submitter told it (ORCPT). */
  readonly orcpt: string | null;
  /** Why the address is suppressed for this stream, or null. Asked now, just before sending. */
  readonly suppressed: string | null;
  /** True when an earlier attempt may have reached the receiver, and nobody knows. */
  readonly unknown: boolean;
};

export type ClaimedBatch = {
  readonly id: number;
  readonly fence: number;
  readonly tenantId: number;
  readonly campaignId: number;
  readonly siteId: number;
  readonly stream: number;
  /** True while nobody else takes the batch. */
  readonly isOurs: () => boolean;
  /** The time by Postgres, which this machine's clock may not agree with. */
  readonly now: () => Date;
  /** Those that are loaded so far and not passed on: the first portion of it, or the one that `nextPortion` answers. */
  readonly recipients: readonly Claimed[];
  /** Ids in it when it was gathered from due rows; a planned one is a range. */
  readonly ids: readonly number[] | null;
  readonly lastId: number;
};

export type ClaimTerms = {
  readonly siteId: number;
  readonly stream: number;
  readonly worker: string;
  readonly leaseMs: number;
  /** Due rows gathered into one batch at most. */
  readonly size: number;
  /** The tenant served last at this site: the next one in the round gets its turn. */
  readonly afterTenant: number;
};

type Row = {
  id: number;
  fence: number;
  tenant_id: number;
  campaign_id: number;
  first_id: number;
  last_id: number;
  ids: number[] | null;
  claimed_at: Date;
};

// A restored backup holds everybody; else an active tenant's mail goes, and that of a running campaign, unless the site's
// answers suspended either there.
const MAY_SEND = `NOT EXISTS (SELECT 1 FROM egress_hold) AND EXISTS (SELECT 1 FROM tenants t WHERE t.id = x.tenant_id AND t.status = 'active')
  AND (x.campaign_id = 0 OR EXISTS (SELECT 1 FROM campaigns c WHERE c.id = x.campaign_id AND c.status IN ('planning', 'sending')))
  AND NOT EXISTS (SELECT 1 FROM site_limits l WHERE l.site_id = $1 AND l.suspended AND l.until > now()
    AND l.tenant_id = x.tenant_id AND l.campaign_id IN (0, x.campaign_id))`;

// The groups with due rows and the tenants with ready batches; whoever's turn it is after the one served last.
const WHOSE_TURN = `
SELECT tenant_id, campaign_id, due FROM (
  SELECT x.tenant_id, x.campaign_id, true AS due FROM due_groups($1, $2) x WHERE x.due_at <= now()
  UNION ALL
  SELECT DISTINCT x.tenant_id, x.campaign_id, false FROM batches x WHERE x.site_id = $1 AND x.stream = $2 AND x.state = 0
) x WHERE ${MAY_SEND}
ORDER BY tenant_id <= $3, tenant_id, due DESC, campaign_id LIMIT 8`;

const CLAIM_READY = `
WITH c AS (
  UPDATE batches SET state = 1, fence = fence + 1, worker = $4, lease_until = now() + $5 * interval '1 ms'
  WHERE id = (SELECT id FROM batches WHERE site_id = $1 AND stream = $2 AND tenant_id = $3 AND campaign_id = $6 AND state = 0
              ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING *
), delta AS (
  INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, deferred, sending)
  SELECT tenant_id, campaign_id, -queued, -deferred, queued + deferred FROM c WHERE campaign_id > 0
)
SELECT *, now() AS claimed_at FROM c`;

const GATHER_DUE = `
WITH due AS MATERIALIZED (
  SELECT id, state FROM deliveries WHERE site_id = $1 AND stream = $2 AND tenant_id = $3 AND campaign_id = $6 AND due_at <= now()
  ORDER BY due_at LIMIT $7 FOR UPDATE SKIP LOCKED
), c AS (
  INSERT INTO batches (tenant_id, campaign_id, site_id, stream, state, fence, worker, lease_until, ids, queued, deferred)
  SELECT $3, $6, $1, $2, 1, 1, $4, now() + $5 * interval '1 ms', array_agg(id), count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1)
  FROM due HAVING count(*) > 0
  RETURNING *
), taken AS (
  UPDATE deliveries d SET due_at = NULL, batch_id = c.id FROM due, c WHERE d.id = due.id
), delta AS (
  INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, deferred, sending)
  SELECT tenant_id, campaign_id, -queued, -deferred, queued + deferred FROM c WHERE campaign_id > 0
)
SELECT *, now() AS claimed_at FROM c`;

// LATERAL with LIMIT keeps this an index look-up per row; EXISTS in the select list became a hash of all suppressions.
const LOAD = `
SELECT d.id, d.state, d.attempts, d.reason, d.first_at, r.address, r.email, r.domain, r.content_id, r.message_id, r.merge, r.notify, r.orcpt, s.reason AS suppressed`;
const OF = `
FROM deliveries d JOIN recipients r ON r.id = d.id
LEFT JOIN LATERAL (SELECT x.reason FROM suppressions x WHERE x.tenant_id = d.tenant_id AND x.email = r.email AND (x.scope & $2) > 0 LIMIT 1) s ON true`;
// Who lies in a planned batch was never tried: whoever was has left it.
const LOAD_PLANNED = `${LOAD}, false AS unknown ${OF}
WHERE d.batch_id = $1 AND d.state IN (0, 1) AND d.id BETWEEN $3 AND $4 ORDER BY d.id LIMIT $5`;
const LOAD_GATHERED = `${LOAD}, k.unknown IS NOT NULL AS unknown ${OF}
LEFT JOIN LATERAL (SELECT true AS unknown FROM attempts a WHERE d.attempts > 0 AND a.delivery_id = d.id AND a.outcome = 7 LIMIT 1) k ON true
WHERE d.batch_id = $1 AND d.state IN (0, 1) AND d.id = ANY ($3::bigint[]) ORDER BY d.id`;

/** Loaded of a planned batch at once: a drain whose time is over has not read what it hands back. */
const PORTION = 200;

/**
 * Claims one batch of this site and stream for this worker, or answers null when nothing is due. A planned batch costs
 * one UPDATE; due rows (accepted alone, deferred) are gathered into a batch in one statement.
 */
export async function claimBatch(db: Database, terms: ClaimTerms): Promise<ClaimedBatch | null> {
  const turns = await db.query<{ tenant_id: number; campaign_id: number; due: boolean }>(WHOSE_TURN, [
    terms.siteId,
    terms.stream,
    terms.afterTenant,
  ]);
  for (const turn of turns) {
    const values: unknown[] = [
      terms.siteId,
      terms.stream,
      turn.tenant_id,
      terms.worker,
      terms.leaseMs,
      turn.campaign_id,
    ];
    if (turn.due) values.push(terms.size);
    // Counted from before the claim, so that we think it over before the database does.
    const isOurs = startLease(terms.leaseMs);
    const [row] = await db.query<Row>(turn.due ? GATHER_DUE : CLAIM_READY, values);
    // Another worker was quicker, or holds the rows: the next in the round.
    if (!row) continue;
    const batch = {
      id: row.id,
      fence: row.fence,
      tenantId: row.tenant_id,
      campaignId: row.campaign_id,
      siteId: terms.siteId,
      stream: terms.stream,
      isOurs,
      now: startClock(row.claimed_at),
      ids: row.ids,
      lastId: row.last_id,
    };
    return { ...batch, recipients: await loadRecipients(db, batch, row.first_id) };
  }
  return null;
}

/** The batch with those who come after its present recipients, or null when there are none. */
export async function nextPortion(db: Database, batch: ClaimedBatch): Promise<ClaimedBatch | null> {
  const last = batch.recipients.at(-1);
  if (batch.ids || !last || batch.recipients.length < PORTION) return null;
  const recipients = await loadRecipients(db, batch, last.id + 1);
  return recipients.length > 0 ? { ...batch, recipients } : null;
}

function loadRecipients(sql: Sql, batch: Omit<ClaimedBatch, 'recipients'>, firstId: number): Promise<Claimed[]> {
  const { id, ids, lastId } = batch;
  const mask = batch.stream === 1 ? 1 : 2;
  return ids
    ? sql.query<Claimed>(LOAD_GATHERED, [id, mask, ids])
    : sql.query<Claimed>(LOAD_PLANNED, [id, mask, firstId, lastId, PORTION]);
}
