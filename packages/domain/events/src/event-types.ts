/** Names of the facts about a recipient, as webhooks and the API say them. `events.type` is the place in this list, from 1. */
export const EVENT_TYPES = [
  'email.accepted',
  'email.delivered',
  'email.deferred',
  'email.bounced',
  'email.expired',
  'email.suppressed',
  'email.canceled',
  'email.unconfirmed',
  'email.opened',
  'email.clicked',
  'email.complained',
  'email.unsubscribed',
  'email.received',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The number that the ledger keeps for this name. */
export const eventNumber = (type: EventType): number => EVENT_TYPES.indexOf(type) + 1;

/** The name behind a number of the ledger. Throws for a number that nobody writes. */
export function eventName(number: number): EventType {
  const name = EVENT_TYPES[number - 1];
  if (!name) throw new Error(`no event type ${number}`);
  return name;
}

/** What an endpoint may name to hear `type`: the type itself, its family, or everything. */
export const listenersOf = (type: string): string[] => [type, `${type.split('.', 1)[0]}.*`, '*'];
