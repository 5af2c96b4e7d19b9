export { type Accepted, accept, acceptEach, type Mail, NOTIFY } from './accept.ts';
export { composeEmail, type EmailDraft, HEADERS_MAX, RECIPIENTS_MAX } from './compose-email.ts';
export { DRAIN_QUEUES, type DrainJob, type DrainWaker, openDrainWaker } from './drain-waker.ts';
export { findSites, routeKey, type SiteWorld } from './find-sites.ts';
export type { DueSite } from './keep-mails.ts';
export { formatUnsubscribeUrl, parseUnsubscribeToken } from './links.ts';
export { MESSAGE_MAX_BYTES } from './place-mails.ts';
export { STREAMS, type Stream } from './stream.ts';
export { openTrackingLinks, type TrackingLink, type TrackingLinks } from './tracking-links.ts';
