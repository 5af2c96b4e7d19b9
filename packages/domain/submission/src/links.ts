import type { Keyring } from '@hikyaku/config';

const TOKEN = /^([0-9a-z]{1,11})\.([0-9a-f]{24})$/;

/** The unsubscribe page of one recipient: `<url>/u/<id in base 36>.<hmac>`. It answers GET with a page and POST with the deed (RFC 8058). */
export const formatUnsubscribeUrl = (url: string, keyring: Keyring, deliveryId: number): string => {
  const id = deliveryId.toString(36);
  return `${url}/u/${id}.${keyring.sign('link', `unsubscribe:${id}`, 24)}`;
};

/** The recipient's delivery id, or null when the token is not ours. */
export function parseUnsubscribeToken(token: string, keyring: Keyring): number | null {
  const match = TOKEN.exec(token);
  if (!match || !keyring.verify('link', `unsubscribe:${match[1]}`, match[2]!)) return null;
  const id = Number.parseInt(match[1]!, 36);
  return Number.isSafeInteger(id) ? id : null;
}
