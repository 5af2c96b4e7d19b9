import type { Sql } from '@hikyaku/db';
import { EVENT_COLUMNS, EVENT_JOINS, type EventRow } from '../read/event-row.ts';
import { formatEvent } from '../read/format-event.ts';
import type { DueFact } from './claim-due.ts';

/** The body of each fact, `{ type, timestamp, data }` as JSON; a fact whose month was dropped has none. */
export async function loadBodies(engine: Sql, facts: readonly DueFact[]): Promise<Map<number, string>> {
  const told = facts.filter((fact) => fact.delivery_id !== null);
  const rows =
    told.length === 0
      ? []
      : await engine.query<EventRow>(
          `SELECT ${EVENT_COLUMNS} FROM unnest($1::bigint[], $2::bigint[]) w(delivery_id, id)
           JOIN events e ON e.delivery_id = w.delivery_id AND e.id = w.id ${EVENT_JOINS}`,
          [told.map((fact) => fact.delivery_id), told.map((fact) => fact.event_id)],
        );
  const byEvent = new Map(rows.map((row) => [row.id, formatEvent(row)]));
  const bodies = new Map<number, string>();
  for (const fact of facts) {
    const data = fact.body?.data ?? byEvent.get(fact.event_id);
    if (data) bodies.set(fact.id, JSON.stringify({ type: fact.type, timestamp: fact.at.toISOString(), data }));
  }
  return bodies;
}
