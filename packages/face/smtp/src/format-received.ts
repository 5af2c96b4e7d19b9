import { formatMailDate } from '@hikyaku/mail';

/**
 * The value of a Received field (RFC 5321 section 4.4). `from` is what the client called itself: anything but a plain
 * host name, or an address literal when `showAddress` gives one, is written as "unknown".
 */
export function formatReceived(hop: {
  readonly from: string;
  /** The client's address, where it is to be seen. */
  readonly address?: string;
  readonly by: string;
  /** ESMTP, ESMTPS, ESMTPSA ... (RFC 3848). */
  readonly protocol: string;
  readonly id: string;
  readonly rcptTo?: string;
  readonly at: Date;
}): string {
  const name = /^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/i.test(hop.from) ? hop.from : 'unknown';
  const address = hop.address ? ` ([${hop.address.includes(':') ? 'IPv6:' : ''}${hop.address}])` : '';
  const whom = hop.rcptTo ? ` for <${hop.rcptTo}>` : '';
  return `from ${name}${address} by ${hop.by} with ${hop.protocol} id ${hop.id}${whom}; ${formatMailDate(hop.at)}`;
}
