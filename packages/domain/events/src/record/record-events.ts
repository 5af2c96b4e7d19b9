import type { Sql } from '@hikyaku/db';
import { EVENT_TYPES, type EventType, eventNumber, listenersOf } from '../event-types.ts';

export type NewEvent = {
  /** The recipient's ledger id. */
  readonly deliveryId: number;
  readonly tenantId: number;
  /** 0 or nothing: a message's recipient. */
  readonly campaignId?: number | null;
  readonly type: EventType;
  /** The number of the attempt that tells the rest (reply, connection, duration). */
  readonly attempt?: number | null;
  readonly at?: Date;
  /** What an attempt does not tell: a report's words, a link, a user agent. */
  readonly data?: object | null;
  /** Kept, and told to no webhook: what no person did. */
  readonly quiet?: boolean;
};

/**
 * Writes facts about recipients, and for each tenant whose webhooks listen one row that names them, in the caller's
 * transaction. Returns the event ids in the order of `events`. `sql` is a tenant's transaction or the engine's.
 */
export async function recordEvents(sql: Sql, events: readonly NewEvent[]): Promise<number[]> {
  if (events.length === 0) return [];
  const rows = await sql.query<{ id: number }>(RECORD, [
    events.map((event) => event.deliveryId),
    events.map((event) => event.tenantId),
    events.map((event) => event.campaignId ?? 0),
    events.map((event) => eventNumber(event.type)),
    events.map((event) => event.attempt ?? null),
    events.map((event) => event.at?.toISOString() ?? null),
    events.map((event) => (event.data ? JSON.stringify(event.data) : null)),
    EVENT_TYPES.map((type) => listenersOf(type).join(' ')),
    events.map((event) => event.quiet ?? false),
  ]);
  return rows.map((row) => row.id);
}

const RECORD = `
  WITH given AS MATERIALIZED (
    SELECT nextval('event_numbers') AS id, f.* FROM unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::smallint[],
      $6::timestamptz[], $7::jsonb[], $9::boolean[]) WITH ORDINALITY AS f (delivery_id, tenant_id, campaign_id, type, attempt, at, data, quiet, n)
  ), written AS (
    INSERT INTO events (id, delivery_id, tenant_id, campaign_id, type, attempt, at, data)
    SELECT id, delivery_id, tenant_id, campaign_id, type, attempt, coalesce(at, now()), data FROM given
  ), heard AS (
    INSERT INTO outbox (tenant_id, event_ids)
    SELECT g.tenant_id, array_agg(g.id ORDER BY g.n) FROM given g
    WHERE NOT g.quiet AND EXISTS (SELECT 1 FROM webhooks w
      WHERE w.tenant_id = g.tenant_id AND w.active AND w.events && string_to_array(($8::text[])[g.type], ' '))
    GROUP BY g.tenant_id
  )
  SELECT id FROM given ORDER BY n`;
