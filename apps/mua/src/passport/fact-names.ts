import { getTranslations } from 'next-intl/server';

export const factTypes = [
  'accepted',
  'delivered',
  'deferred',
  'bounced',
  'expired',
  'suppressed',
  'canceled',
  'unconfirmed',
  'opened',
  'clicked',
  'complained',
  'unsubscribed',
  'received',
] as const;

export const reasons = [
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
  'unsubscribe',
  'complaint',
  'manual',
  'suppressed',
  'canceled',
] as const;

/** Names facts and reasons in the reader's language; one without a name is shown as it is. */
export async function factNames(): Promise<{ fact: (type: string) => string; reason: (reason: string) => string }> {
  const t = await getTranslations('facts');
  const r = await getTranslations('reasons');
  return {
    fact: (type) => {
      const known = factTypes.find((one) => one === type);
      return known ? t(known) : type;
    },
    reason: (reason) => {
      const known = reasons.find((one) => one === reason);
      return known ? r(known) : reason;
    },
  };
}
