import type { TenantSql } from '@hikyaku/db';
import { EVENT_COLUMNS, EVENT_JOINS, type EventRow, NO_MACHINES } from './event-row.ts';

/**
 * The timeline of a message or of a campaign recipient, oldest first; both kinds of id are `msg_` outside. Empty when
 * there is none. A campaign recipient's acceptance is no row of its own: it is told from the recipient, under its id,
 * which no event number reaches.
 */
export const listMessageEvents = (sql: TenantSql, messageId: number): Promise<EventRow[]> =>
  sql.query<EventRow>(
    timeline(
      `SELECT * FROM recipients WHERE id = $1 AND tenant_id = $2 AND message_id IS NULL
      UNION ALL SELECT * FROM recipients WHERE message_id = $1 AND tenant_id = $2`,
      NO_MACHINES,
    ),
    [messageId, sql.scope.tenantId],
  );

/** The timeline of one recipient, of a message or of a campaign, with what machines did with it. */
export const listRecipientEvents = (sql: TenantSql, deliveryId: number): Promise<EventRow[]> =>
  sql.query<EventRow>(timeline('SELECT * FROM recipients WHERE id = $1 AND tenant_id = $2'), [
    deliveryId,
    sql.scope.tenantId,
  ]);

const timeline = (mine: string, filter = 'true') => `
  WITH mine AS MATERIALIZED (${mine})
  SELECT * FROM (
    SELECT ${EVENT_COLUMNS} FROM mine m JOIN events e ON e.delivery_id = m.id AND ${filter} ${EVENT_JOINS}
    UNION ALL
    SELECT m.id, 1, m.created_at, m.address, m.id, m.id, m.campaign_id, null, null, null, null, null, null, null, null, null
    FROM mine m WHERE m.message_id IS NULL
  ) told ORDER BY at, (type <> 1), id`;
