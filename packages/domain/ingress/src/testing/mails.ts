const lines = (...text: string[]) => Buffer.from(text.map((line) => `${line}\r\n`).join(''));

/** A DSN (RFC 3464) about one recipient. */
export const dsn = (about: {
  recipient: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed';
  status: string;
  said?: string;
}): Buffer =>
  lines(
    'From: MAILER-DAEMON@mx.one.example',
    'Subject: Delivery report',
    'Message-ID: <report@mx.one.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'A report.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.one.example',
    '',
    `Final-Recipient: rfc822; ${about.recipient}`,
    `Action: ${about.action}`,
    `Status: ${about.status}`,
    ...(about.said ? [`Diagnostic-Code: smtp; ${about.said}`] : []),
    '',
    '--b--',
  );

/** A complaint (RFC 5965) that hides the recipient, as the large ones do. */
export const arf = (): Buffer =>
  lines(
    'From: fbl@one.example',
    'Subject: complaint',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'An abuse report.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Test/1',
    'Version: 1',
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: news@aozora.test',
    'Subject: x',
    '',
    'x',
    '--b--',
  );

/** A few words from a person. */
export const note = (fields: { from: string; subject: string; inReplyTo?: string; text?: string }): Buffer =>
  lines(
    `From: ${fields.from}`,
    `Subject: ${fields.subject}`,
    'Message-ID: <note@one.example>',
    ...(fields.inReplyTo ? [`In-Reply-To: ${fields.inReplyTo}`] : []),
    '',
    fields.text ?? 'Thank you for your mail.',
  );
