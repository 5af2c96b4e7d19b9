import type { TenantSql } from '@hikyaku/db';
import { type RecipientStatus, STATES } from './recipient.ts';

export type Scan = {
  readonly id: number;
  readonly status?: Exclude<RecipientStatus, 'sending'>;
  readonly limit: number;
  readonly cursor?: number | null;
};

/** Ids that the first step looks at; each further step looks at four times as many. */
const FIRST_STEP = 2_000;

/**
 * The next ids of a campaign in this state, in order. Reads the narrow rows step by step between the campaign's first and
 * last id, so that a page costs what lies before its end, with fresh statistics or without.
 */
export async function scanDeliveries(sql: TenantSql, scan: Scan): Promise<number[]> {
  const [campaign] = await sql.query<{ first: number | null; last: number }>(
    'SELECT first_delivery_id AS first, last_delivery_id AS last FROM campaigns WHERE id = $1 AND tenant_id = $2',
    [scan.id, sql.scope.tenantId],
  );
  if (!campaign?.first) return [];
  const found: number[] = [];
  let from = Math.max(scan.cursor ?? 0, campaign.first - 1);
  for (let step = FIRST_STEP; from < campaign.last && found.length < scan.limit; step *= 4) {
    const to = Math.min(from + step, campaign.last);
    found.push(...(await look(sql, scan, from, to, scan.limit - found.length)));
    from = to;
  }
  return found;
}

async function look(sql: TenantSql, scan: Scan, from: number, to: number, limit: number): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `SELECT d.id FROM deliveries d
     WHERE d.id > $3 AND d.id <= $4 AND d.campaign_id = $1 AND d.tenant_id = $2 ${stateTest(scan.status)}
     ORDER BY d.id LIMIT $5`,
    [scan.id, sql.scope.tenantId, from, to, limit],
  );
  return rows.map((row) => row.id);
}

/** The state of `deliveries d` in campaign $1. An open row in a claimed batch is being sent, and neither queued nor deferred. */
export function stateTest(status: Scan['status']): string {
  if (!status) return '';
  const state = `AND d.state = ${STATES.indexOf(status)}`;
  if (status !== 'queued' && status !== 'deferred') return state;
  return `${state} AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = d.batch_id AND b.state = 1 AND b.campaign_id = $1)`;
}
