export { EVENT_TYPES, type EventType, eventName, eventNumber, listenersOf } from './event-types.ts';
export type { EventRow } from './read/event-row.ts';
export { type EventObject, formatEvent } from './read/format-event.ts';
export { type EventFilter, listEvents } from './read/list-events.ts';
export { listMessageEvents, listRecipientEvents } from './read/list-message-events.ts';
export { announce } from './record/announce.ts';
export { type NewEvent, recordEvents } from './record/record-events.ts';
