import type { TenantSql } from '@hikyaku/db';
import { eventNumber, NO_MACHINES } from '@hikyaku/events';
import { RECIPIENT_COLUMNS, RECIPIENT_JOINS, type Recipient } from './recipient.ts';

/** Facts beside the state, whose people can be listed too. */
export const RECIPIENT_FACTS = ['opened', 'clicked', 'complained', 'unsubscribed'] as const;

export type FactQuery = {
  readonly id: number;
  readonly fact: (typeof RECIPIENT_FACTS)[number];
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly cursor?: number | null;
};

/** One page of the people of a campaign behind the count of a fact, each once, by id. */
export async function listCampaignFacts(
  sql: TenantSql,
  query: FactQuery,
): Promise<{ rows: Recipient[]; nextCursor: number | null }> {
  const rows = await sql.query<Recipient>(
    `SELECT ${RECIPIENT_COLUMNS} FROM (
       SELECT DISTINCT e.delivery_id FROM events e
       WHERE e.campaign_id = $1 AND e.tenant_id = $2 AND e.type = $3 AND e.delivery_id > $4 AND ${NO_MACHINES}
       ORDER BY e.delivery_id LIMIT $5) f
     JOIN recipients r ON r.id = f.delivery_id ${RECIPIENT_JOINS} ORDER BY r.id`,
    [query.id, sql.scope.tenantId, eventNumber(`email.${query.fact}`), query.cursor ?? 0, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  return { rows: page, nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null };
}
