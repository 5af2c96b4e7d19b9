import type { TenantSql } from '@hikyaku/db';
import { type EventType, eventNumber } from '../event-types.ts';
import { EVENT_COLUMNS, EVENT_JOINS, type EventRow, NO_MACHINES } from './event-row.ts';

export type EventFilter = {
  readonly type?: EventType;
  /** Canonical. */
  readonly email?: string;
  readonly campaignId?: number;
  readonly limit: number;
  /** The id of the last event of the page before. */
  readonly cursor?: number | null;
};

/** One page of the tenant's stored facts, newest first. */
export async function listEvents(
  sql: TenantSql,
  filter: EventFilter,
): Promise<{ rows: EventRow[]; nextCursor: number | null }> {
  const values: unknown[] = [sql.scope.tenantId, filter.limit + 1];
  const place = (value: unknown) => `$${values.push(value)}`;
  const tests = ['e.tenant_id = $1', NO_MACHINES];
  if (filter.type) tests.push(`e.type = ${place(eventNumber(filter.type))}`);
  if (filter.campaignId !== undefined) tests.push(`e.campaign_id = ${place(filter.campaignId)}`);
  if (filter.cursor) tests.push(`e.id < ${place(filter.cursor)}`);
  if (filter.email !== undefined) {
    // The recipients first: an address has few, and events are indexed by recipient.
    tests.push(
      `e.delivery_id = ANY (ARRAY(SELECT id FROM recipients WHERE tenant_id = $1 AND email = ${place(filter.email)}))`,
    );
  }
  const rows = await sql.query<EventRow>(
    `WITH page AS MATERIALIZED (SELECT * FROM events e WHERE ${tests.join(' AND ')} ORDER BY e.id DESC LIMIT $2)
     SELECT ${EVENT_COLUMNS} FROM page e ${EVENT_JOINS} ORDER BY e.id DESC`,
    values,
  );
  const page = rows.slice(0, filter.limit);
  return { rows: page, nextCursor: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null };
}
