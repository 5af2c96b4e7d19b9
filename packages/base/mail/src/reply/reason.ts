/** Why a recipient was not reached, and the facts that are no failure. The words that users, events and reports see. */
export const REASONS = [
  'invalid_recipient',
  'bad_domain',
  'inactive_mailbox',
  'recipient_rejected',
  'mailbox_full',
  'greylisted',
  'rate_limited',
  'network',
  'dns_temp',
  'tls',
  'remote_system',
  'expired',
  'auth_failed',
  'sender_rejected',
  'reputation',
  'policy',
  'spam_content',
  'content',
  'virus',
  'message_too_large',
  'relay_denied',
  'protocol',
  'undetermined',
  'complaint',
  'unsubscribe',
  'autoreply',
  'delayed',
  'delivered',
] as const;

export type Reason = (typeof REASONS)[number];

/** Whose fault it is: what else the same fault will hit. */
export type Scope = 'recipient' | 'message' | 'sender' | 'site';

const scopes: Record<Reason, Scope> = {
  invalid_recipient: 'recipient',
  bad_domain: 'recipient',
  inactive_mailbox: 'recipient',
  recipient_rejected: 'recipient',
  mailbox_full: 'recipient',
  greylisted: 'recipient',
  rate_limited: 'site',
  network: 'site',
  dns_temp: 'site',
  tls: 'site',
  remote_system: 'site',
  expired: 'recipient',
  auth_failed: 'sender',
  sender_rejected: 'sender',
  reputation: 'sender',
  policy: 'message',
  spam_content: 'message',
  content: 'message',
  virus: 'message',
  message_too_large: 'message',
  relay_denied: 'site',
  protocol: 'site',
  undetermined: 'recipient',
  complaint: 'recipient',
  unsubscribe: 'recipient',
  autoreply: 'recipient',
  delayed: 'recipient',
  delivered: 'recipient',
};

export function scopeOf(reason: Reason): Scope {
  return scopes[reason];
}

/** Whether a final failure for this reason suppresses the address: at once, when it happens again, or never. */
export function suppressionClass(reason: Reason): 'now' | 'second' | 'never' {
  if (reason === 'invalid_recipient' || reason === 'bad_domain') return 'now';
  if (reason === 'inactive_mailbox' || reason === 'recipient_rejected') return 'second';
  return 'never';
}
