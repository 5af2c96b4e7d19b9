import type { TenantSql } from '@hikyaku/db';
import { eventNumber } from '@hikyaku/events';
import { countCampaign } from '../count/count-campaign.ts';
import { RECIPIENT_COLUMNS, RECIPIENT_JOINS, type Recipient, type RecipientStatus } from './recipient.ts';
import { scanDeliveries, stateTest } from './scan-deliveries.ts';

export type RecipientQuery = {
  readonly id: number;
  readonly status?: RecipientStatus;
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly cursor?: number | null;
};

type RareStatus = 'deferred' | 'bounced' | 'expired' | 'suppressed' | 'canceled' | 'unconfirmed';

/** Below this share of the campaign the index of events beats reading the campaign's rows in order. */
const RARE_SHARE = 0.02;

/**
 * One page of a campaign's recipients by id. What is not laid out yet has no row: it is counted as queued and not listed.
 * Empty when this tenant has no such campaign.
 */
export async function listCampaignRecipients(
  sql: TenantSql,
  query: RecipientQuery,
): Promise<{ rows: Recipient[]; nextCursor: number | null }> {
  const ids = await findIds(sql, { ...query, limit: query.limit + 1 });
  const page = ids.slice(0, query.limit);
  const rows =
    page.length === 0
      ? []
      : await sql.query<Recipient>(
          `SELECT ${RECIPIENT_COLUMNS} FROM recipients r ${RECIPIENT_JOINS} WHERE r.id = ANY ($1) AND r.tenant_id = $2 ORDER BY r.id`,
          [page, sql.scope.tenantId],
        );
  return { rows, nextCursor: ids.length > query.limit ? (page.at(-1) ?? null) : null };
}

async function findIds(sql: TenantSql, query: RecipientQuery): Promise<number[]> {
  const { status } = query;
  if (!status) return scanDeliveries(sql, { ...query, status });
  if (status === 'sending') return findSending(sql, query);
  const counts = await countCampaign(sql, query.id);
  if (!counts || counts[status] === 0) return [];
  const common = status === 'queued' || status === 'delivered' || counts[status] >= counts.planned * RARE_SHARE;
  return common ? scanDeliveries(sql, { ...query, status }) : findRare(sql, query, status);
}

/** Through the events that led to the state. */
async function findRare(sql: TenantSql, { id, limit, cursor }: RecipientQuery, status: RareStatus): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `SELECT d.id FROM (
       SELECT DISTINCT delivery_id FROM events WHERE campaign_id = $1 AND tenant_id = $2 AND type = $3 AND delivery_id > $4) e
     JOIN deliveries d ON d.id = e.delivery_id ${stateTest(status)} ORDER BY d.id LIMIT $5`,
    [id, sql.scope.tenantId, eventNumber(`email.${status}`), cursor ?? 0, limit],
  );
  return rows.map((row) => row.id);
}

/** The open rows of claimed batches: a few hundred for each connection. */
async function findSending(sql: TenantSql, { id, limit, cursor }: RecipientQuery): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `SELECT d.id FROM batches b CROSS JOIN LATERAL (
       SELECT d.id FROM deliveries d WHERE b.ids IS NULL AND d.id BETWEEN b.first_id AND b.last_id AND d.batch_id = b.id AND d.state IN (0, 1)
       UNION ALL
       SELECT d.id FROM deliveries d WHERE d.id = ANY (b.ids) AND d.batch_id = b.id AND d.state IN (0, 1) OFFSET 0) d
     WHERE b.campaign_id = $1 AND b.tenant_id = $2 AND b.state = 1 AND d.id > $3 ORDER BY d.id LIMIT $4`,
    [id, sql.scope.tenantId, cursor ?? 0, limit],
  );
  return rows.map((row) => row.id);
}
