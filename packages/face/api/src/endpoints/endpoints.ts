import type { Endpoint } from '../endpoint.ts';
import { CONTACTS } from './audience/contact-endpoints.ts';
import { IMPORTS } from './audience/import-endpoints.ts';
import { LISTS } from './audience/list-endpoints.ts';
import { SUPPRESSIONS } from './audience/suppression-endpoints.ts';
import { CONTROLS } from './campaigns/control-endpoints.ts';
import { DRAFTS } from './campaigns/draft-endpoints.ts';
import { FORECAST } from './campaigns/forecast-endpoints.ts';
import { LINKS } from './campaigns/link-endpoints.ts';
import { RECIPIENTS } from './campaigns/recipient-endpoints.ts';
import { TOOLS } from './content/explain-endpoint.ts';
import { TEMPLATES } from './content/template-endpoints.ts';
import { DOMAINS } from './domains/domain-endpoints.ts';
import { EMAILS } from './emails/email-endpoints.ts';
import { EVENTS } from './events/event-endpoints.ts';
import { MAILBOXES } from './mailboxes/mailbox-endpoints.ts';
import { ANSWER_RULES } from './operator/answer-rule-endpoints.ts';
import { HOLD } from './operator/hold-endpoints.ts';
import { SHAPING } from './operator/shaping-endpoints.ts';
import { SITES } from './operator/site-endpoints.ts';
import { TLS } from './operator/tls-endpoints.ts';
import { ATTEMPTS } from './webhooks/attempt-endpoints.ts';
import { WEBHOOKS } from './webhooks/webhook-endpoints.ts';

/** Every call of the API, in the order in which it is documented. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...EMAILS,
  ...EVENTS,
  ...CONTACTS,
  ...LISTS,
  ...IMPORTS,
  ...SUPPRESSIONS,
  ...DRAFTS,
  ...CONTROLS,
  ...RECIPIENTS,
  ...LINKS,
  ...FORECAST,
  ...TEMPLATES,
  ...DOMAINS,
  ...WEBHOOKS,
  ...ATTEMPTS,
  ...MAILBOXES,
  ...TOOLS,
  ...HOLD,
  ...SITES,
  ...SHAPING,
  ...ANSWER_RULES,
  ...TLS,
];
