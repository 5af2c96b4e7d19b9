export { openLocalDelivery } from './open-local-delivery.ts';
export { type Destination, findDestination } from './receive/find-destination.ts';
export { type Inbound, receive } from './receive/receive.ts';
export { unsubscribeRecipient } from './receive/recipient-facts.ts';
