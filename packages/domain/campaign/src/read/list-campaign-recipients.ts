import type { TenantSql } from '@hikyaku/db';
import { countCampaign } from '../count/count-campaign.ts';
import { RECIPIENT_COLUMNS, RECIPIENT_JOINS, type Recipient, type RecipientStatus, STATES } from './recipient.ts';

export type RecipientQuery = {
  readonly id: number;
  readonly status?: RecipientStatus;
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly cursor?: number | null;
};

/** States that an event of `events_rare` leads to: the number of the event's type is one more than the state's, but for deferred. */
const RARE = new Map<RecipientStatus, number>([
  ['deferred', 3],
  ['bounced', 4],
  ['expired', 5],
  ['suppressed', 6],
  ['canceled', 7],
  ['unconfirmed', 8],
]);

/** Below this share of the campaign an index beats reading the campaign's rows in order. */
const RARE_SHARE = 0.02;

/**
 * One page of a campaign's recipients by id. What is not laid out yet has no row: it is counted as queued and not listed.
 * The campaign's existence is the caller's question.
 */
export async function listCampaignRecipients(
  sql: TenantSql,
  query: RecipientQuery,
): Promise<{ rows: Recipient[]; nextCursor: number | null }> {
  const source = await chooseSource(sql, query);
  if (source === null) return { rows: [], nextCursor: null };
  const state = query.status && query.status !== 'sending' ? STATES.indexOf(query.status) : null;
  const rows = await sql.query<Recipient>(
    `WITH mine AS MATERIALIZED (SELECT min(id) AS first, max(id) AS last FROM recipients WHERE campaign_id = $1), page AS MATERIALIZED (${source})
     SELECT ${RECIPIENT_COLUMNS} FROM page JOIN recipients r ON r.id = page.id ${RECIPIENT_JOINS} ORDER BY r.id`,
    [query.id, sql.scope.tenantId, query.cursor ?? 0, query.limit + 1, ...(state === null ? [] : [state])],
  );
  const page = rows.slice(0, query.limit);
  return { rows: page, nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null };
}

/** The statement that finds the page's ids: $1 campaign, $2 tenant, $3 after, $4 how many, $5 state. Null: there are none. */
async function chooseSource(sql: TenantSql, { id, status }: RecipientQuery): Promise<string | null> {
  if (!status) return inOrder('');
  if (status === 'sending') return SENDING;
  const counts = await countCampaign(sql, id);
  if (!counts || counts[status] === 0) return null;
  const type = RARE.get(status);
  if (type !== undefined && counts[status] < counts.planned * RARE_SHARE) return byEvent(type, open(status));
  return inOrder(`AND d.state = $5 ${open(status)}`);
}

/** A queued or deferred row in a claimed batch is being sent. */
const open = (status: RecipientStatus): string =>
  status === 'queued' || status === 'deferred'
    ? 'AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = d.batch_id AND b.state = 1 AND b.campaign_id = $1)'
    : '';

/** The narrow rows between the campaign's first and last id: one index, no heap of addresses. */
const inOrder = (test: string) => `
  SELECT d.id FROM deliveries d WHERE d.campaign_id = $1 AND d.tenant_id = $2
    AND d.id > $3 AND d.id >= (SELECT first FROM mine) AND d.id <= (SELECT last FROM mine) ${test}
  ORDER BY d.id LIMIT $4`;

const byEvent = (type: number, test: string) => `
  SELECT d.id FROM (SELECT DISTINCT delivery_id FROM events WHERE campaign_id = $1 AND type = ${type} AND delivery_id > $3) e
  JOIN deliveries d ON d.id = e.delivery_id AND d.tenant_id = $2 AND d.state = $5 ${test}
  ORDER BY d.id LIMIT $4`;

const SENDING = `
  SELECT d.id FROM batches b JOIN deliveries d ON d.batch_id = b.id AND d.state IN (0, 1)
    AND (d.id BETWEEN b.first_id AND b.last_id OR d.id = ANY (b.ids))
  WHERE b.campaign_id = $1 AND b.tenant_id = $2 AND b.state = 1 AND d.id > $3
  ORDER BY d.id LIMIT $4`;
