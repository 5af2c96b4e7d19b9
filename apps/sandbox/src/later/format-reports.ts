import { randomUUID } from 'node:crypto';
import { readAddress, readHeader } from '../kept/read-header.ts';

/** What came in, and at whom. */
export type Received = {
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly raw: Buffer;
  readonly receivedAt: Date;
};

/** A mail to hand over: its envelope and its bytes. An empty `from` is the null sender. */
export type Outgoing = { readonly from: string; readonly to: string; readonly raw: Buffer };

const hostOf = (received: Received): string => `mx.${received.rcptTo.slice(received.rcptTo.lastIndexOf('@') + 1)}`;
const headerOf = (raw: Buffer): string => {
  const end = raw.indexOf('\r\n\r\n');
  return raw.toString('latin1', 0, end < 0 ? raw.length : end + 2);
};
const dateOf = (at: Date): string => at.toUTCString().replace('GMT', '+0000');
/** UTF-8 bytes as characters, one each, as the original's bytes stand beside them. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const inBytes = (received: Received): Received => ({
  ...received,
  mailFrom: asBytes(received.mailFrom),
  rcptTo: asBytes(received.rcptTo),
});
const lines = (...text: string[]): string => text.map((line) => `${line}\r\n`).join('');

function report(received: Received, kind: string, subject: string, from: string, parts: readonly string[]): string {
  const boundary = `report-${randomUUID()}`;
  const head = lines(
    `From: ${from}`,
    `To: <${received.mailFrom}>`,
    `Subject: ${subject}`,
    `Date: ${dateOf(new Date())}`,
    `Message-ID: <${randomUUID()}@${hostOf(received)}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${kind};`,
    `\tboundary="${boundary}"`,
    '',
  );
  return `${head}${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

/** A DSN (RFC 3464) with 5.1.1 to the return-path; undefined when the message has none. */
export function formatDsn(original: Received): Outgoing | undefined {
  if (original.mailFrom === '') return undefined;
  const received = inBytes(original);
  const host = hostOf(received);
  const said = '550 5.1.1 User unknown';
  const raw = report(
    received,
    'delivery-status',
    'Undelivered Mail Returned to Sender',
    `Mail Delivery System <MAILER-DAEMON@${host}>`,
    [
      lines('Content-Type: text/plain; charset=us-ascii', '', `<${received.rcptTo}>: ${said}`),
      lines(
        'Content-Type: message/delivery-status',
        '',
        `Reporting-MTA: dns; ${host}`,
        `Arrival-Date: ${dateOf(received.receivedAt)}`,
        '',
        `Final-Recipient: rfc822; ${received.rcptTo}`,
        'Action: failed',
        'Status: 5.1.1',
        `Diagnostic-Code: smtp; ${said}`,
      ),
      `${lines('Content-Type: text/rfc822-headers', '')}${headerOf(received.raw)}`,
    ],
  );
  return { from: '', to: original.mailFrom, raw: Buffer.from(raw, 'latin1') };
}

/** A complaint (ARF, RFC 5965) to the return-path, with the whole message in it. */
export function formatComplaint(original: Received): Outgoing | undefined {
  if (original.mailFrom === '') return undefined;
  const received = inBytes(original);
  const from = `fbl@${hostOf(received)}`;
  const raw = report(received, 'feedback-report', 'Complaint about a message from your network', from, [
    lines('Content-Type: text/plain; charset=us-ascii', '', 'A person called this message spam.'),
    lines(
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'User-Agent: Hikyaku-Sandbox/1',
      'Version: 1',
      `Original-Mail-From: <${received.mailFrom}>`,
      `Original-Rcpt-To: <${received.rcptTo}>`,
      `Arrival-Date: ${dateOf(received.receivedAt)}`,
      'Source-IP: 127.0.0.1',
    ),
    `${lines('Content-Type: message/rfc822', '')}${received.raw.toString('latin1')}`,
  ]);
  return { from, to: original.mailFrom, raw: Buffer.from(raw, 'latin1') };
}

/** A person's answer to Reply-To, or to From. Undefined when neither names anybody. */
export function formatReply(received: Received): Outgoing | undefined {
  const to = readAddress(readHeader(received.raw, 'reply-to') ?? readHeader(received.raw, 'from') ?? '');
  if (to === undefined) return undefined;
  const subject = readHeader(received.raw, 'subject') ?? '';
  const messageId = readHeader(received.raw, 'message-id');
  const thread = messageId === undefined ? [] : [`In-Reply-To: ${messageId}`, `References: ${messageId}`];
  const raw = lines(
    `From: <${received.rcptTo}>`,
    `To: <${to}>`,
    // Encoded words folded in the original were unfolded: fold them again, a line may not grow without end.
    `Subject: Re: ${subject.replace(/\?=\s+=\?/g, '?=\r\n =?')}`,
    `Date: ${dateOf(new Date())}`,
    `Message-ID: <${randomUUID()}@${hostOf(received)}>`,
    ...thread,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'Thank you for your mail. I have a question about it.',
    'メールをありがとうございます。',
  );
  return { from: received.rcptTo, to, raw: Buffer.from(raw, 'utf8') };
}
