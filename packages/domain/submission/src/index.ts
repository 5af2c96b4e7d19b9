export { type Accepted, accept, type DueSite, type Mail, MESSAGE_MAX_BYTES } from './accept.ts';
export { composeEmail, type EmailDraft, HEADERS_MAX, RECIPIENTS_MAX } from './compose-email.ts';
export { DRAIN_QUEUES, type DrainJob, type DrainWaker, openDrainWaker } from './drain-waker.ts';
export { findSites, routeKey, type SiteWorld } from './find-sites.ts';
export { formatUnsubscribeUrl, parseUnsubscribeToken } from './links.ts';
export { STREAMS, type Stream } from './stream.ts';
