import { formatMailbox } from '../header/format-mailbox.ts';
import { splitMessage } from '../header/split-message.ts';
import { formatMailDate } from '../mime/render-mime.ts';

/** RFC 3464 section 2.3.3. `relayed`: handed to a system that may send no reports itself. */
export type DsnAction = 'failed' | 'delayed' | 'delivered' | 'relayed';

export type ReportedRecipient = {
  readonly address: string;
  /** ORCPT, decoded: `rfc822;a@b.example`. */
  readonly original: string | null;
  readonly action: DsnAction;
  /** RFC 3463. */
  readonly status: string;
  /** The server that spoke, and what it said; null when none did. */
  readonly remoteMta: string | null;
  readonly diagnostic: string | null;
  readonly lastAttemptAt: Date | null;
};

export type Dsn = {
  readonly reportingMta: string;
  /** MAIL FROM of what is reported on. */
  readonly to: string;
  /** Unique; also the boundary. Letters and digits. */
  readonly id: string;
  readonly at: Date;
  readonly envid: string | null;
  readonly arrivedAt: Date;
  readonly recipient: ReportedRecipient;
  /** The message as it was submitted. */
  readonly original: Buffer;
  /** Return all of it, not its header alone. */
  readonly full: boolean;
};

const SAYS: Record<DsnAction, readonly [subject: string, sentence: string]> = {
  failed: ['Undelivered mail', 'could not be delivered. It will not be tried again.'],
  delayed: ['Delayed mail', 'has not been delivered yet. It will be tried again; there is nothing you need to do.'],
  delivered: ['Delivered mail', 'was delivered.'],
  relayed: ['Relayed mail', 'was handed to the mail system of its recipient, which may send no further reports.'],
};

/** A delivery status notification (RFC 3464 in RFC 6522): words for people, fields for programs, and the message or its header. */
export function formatDsn(dsn: Dsn): Buffer {
  const { recipient, reportingMta, id, to, original, full } = dsn;
  const [subject, sentence] = SAYS[recipient.action];
  const boundary = `=_${id}`;
  const returned = full ? original : splitMessage(original).header;
  const lines = [
    `From: ${formatMailbox({ name: 'Mail Delivery System', address: `MAILER-DAEMON@${reportingMta}` })}`,
    `To: <${formatMailbox({ address: to })}>`,
    `Subject: ${subject}`,
    `Date: ${formatMailDate(dsn.at)}`,
    `Message-ID: <${id}@${reportingMta}>`,
    // RFC 3834 section 5: no vacation program answers this.
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `Your message to ${line(recipient.address)}`,
    sentence,
    ...(recipient.diagnostic
      ? ['', `${line(recipient.remoteMta ?? 'The system')} said: ${line(recipient.diagnostic)}`]
      : []),
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${reportingMta}`,
    ...(dsn.envid ? [`Original-Envelope-Id: ${field(dsn.envid)}`] : []),
    `Arrival-Date: ${formatMailDate(dsn.arrivedAt)}`,
    '',
    ...(recipient.original ? [`Original-Recipient: ${field(recipient.original)}`] : []),
    `Final-Recipient: rfc822; ${field(formatMailbox({ address: recipient.address }))}`,
    `Action: ${recipient.action}`,
    `Status: ${recipient.status}`,
    ...(recipient.remoteMta ? [`Remote-MTA: dns; ${field(recipient.remoteMta)}`] : []),
    ...(recipient.diagnostic ? [`Diagnostic-Code: smtp; ${field(recipient.diagnostic)}`] : []),
    ...(recipient.lastAttemptAt ? [`Last-Attempt-Date: ${formatMailDate(recipient.lastAttemptAt)}`] : []),
    '',
    `--${boundary}`,
    `Content-Type: ${full ? 'message/rfc822' : 'text/rfc822-headers'}`,
    'Content-Transfer-Encoding: 8bit',
    '',
    '',
  ];
  const end = `${endsLine(returned) ? '' : '\r\n'}\r\n--${boundary}--\r\n`;
  return Buffer.concat([Buffer.from(lines.join('\r\n')), returned, Buffer.from(end)]);
}

const endsLine = (bytes: Buffer) => bytes.length === 0 || bytes.subarray(-2).toString('latin1') === '\r\n';

const LINE_MAX = 900;

/** Words of others on one line. */
const line = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, LINE_MAX);

/** The same for a field of the report, which is US-ASCII (RFC 3464 section 2.1). */
const field = (text: string): string => line(text).replace(/[^\u0020-\u007e]/g, '?');
