export { openLocalDelivery } from './open-local-delivery.ts';
export { findInboundMessage } from './read/find-inbound-message.ts';
export type { InboundMessage } from './read/inbound-message.ts';
export { listMailboxMessages } from './read/list-mailbox-messages.ts';
export { listMailboxes, type Mailbox } from './read/list-mailboxes.ts';
export { type Destination, findDestination } from './receive/find-destination.ts';
export { type Inbound, receive } from './receive/receive.ts';
export { unsubscribeRecipient } from './receive/recipient-facts.ts';
