import { type EventObject, type EventRow, formatEvent } from '@hikyaku/events';
import type { EventRowView } from './event-table.tsx';

/** `email.delivered` -> `delivered`. */
export const shortType = (type: EventObject['type']): string => type.slice(type.indexOf('.') + 1);

/** A stored fact as a row of a list shows it. */
export function viewEvent(row: EventRow): EventRowView {
  const event = formatEvent(row);
  return {
    id: event.id,
    type: shortType(event.type),
    at: event.at,
    email: event.email,
    messageId: event.email_id,
    reason: event.reason,
    reply: event.smtp?.text ?? null,
  };
}
