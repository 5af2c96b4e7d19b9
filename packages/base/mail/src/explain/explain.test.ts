import Encoding from 'encoding-japanese';
import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const returned = [
  'Return-Path: <b+1.aa@b.example.jp>',
  'Message-ID: <m1@example.jp>',
  'From: news@example.jp',
  'To: taro@example.com',
  'Feedback-ID: c:t:bulk:hikyaku',
  'Subject: s',
];

const dsn = (fields: string[], words: string[] = ['Sorry.']) =>
  mail(
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example.com',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    ...words,
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    ...fields,
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    ...returned,
    '--b1--',
    '',
  );

const notice = (from: string, subject: string, ...words: string[]) =>
  mail(`From: ${from}`, `Subject: ${subject}`, 'To: news@example.jp', '', ...words);

describe('a delivery status', () => {
  it('names the recipient, the status, the reply, the reason and the mail it is about', () => {
    const explained = explain(
      dsn([
        'Final-Recipient: rfc822; Taro@example.com',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 <taro@example.com>: Recipient address',
        '    rejected: User unknown in virtual mailbox table',
      ]),
    );
    expect(explained).toMatchObject({
      kind: 'bounce',
      recipients: [
        { recipient: 'taro@example.com', status: '5.1.1', reply_code: 550, reason: 'invalid_recipient', hard: true },
      ],
      original: {
        messageId: 'm1@example.jp',
        returnPath: 'b+1.aa@b.example.jp',
        references: [['feedback-id', 'c:t:bulk:hikyaku']],
      },
    });
    expect(explained.recipients[0]!.diagnostic).toContain('User unknown in virtual mailbox table');
  });

  it('that breaks the rules is read all the same', () => {
    const explained = explain(
      dsn([
        'Original-Recipient : rfc/822;taro@example.com',
        'Final-Recipient: rfc822;taro@example.com',
        'Action: failed (permanent)',
        'Status: 5.0.0 (permanent failure)',
        'Diagnostic-Code: smtp; 552 5.2.2 Mailbox full',
        'Final-Recipient: rfc822;"a..b"@docomo.ne.jp',
        'Action: delayed',
        'Status: 4.4.1',
      ]),
    );
    expect(explained.kind).toBe('bounce');
    expect(explained.recipients).toMatchObject([
      { recipient: 'taro@example.com', status: '5.2.2', reason: 'mailbox_full', hard: false },
      { recipient: '"a..b"@docomo.ne.jp', status: '4.4.1', hard: false },
    ]);
  });

  it('of delay or of success is no bounce', () => {
    const one = (action: string, status: string) =>
      explain(dsn(['Final-Recipient: rfc822;a@example.com', `Action: ${action}`, `Status: ${status}`])).kind;
    expect(one('delayed', '4.4.1')).toBe('delayed');
    expect(one('delivered', '2.1.5')).toBe('delivered');
    expect(one('relayed', '2.1.9')).toBe('delivered');
  });

  it('tells the refused command: "unknown user" after DATA is a filter, not a dead address', () => {
    const fields = [
      'Final-Recipient: rfc822;a@example.ne.jp',
      'Action: failed',
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550 Unknown user a@example.ne.jp',
    ];
    const at = (command: string) =>
      explain(dsn(fields, [`<a@example.ne.jp>: host mx said: 550 Unknown user (in reply to ${command} command)`]))
        .recipients[0];
    expect(at('RCPT TO')).toMatchObject({ reason: 'invalid_recipient', hard: true });
    expect(at('end of DATA')).toMatchObject({ reason: 'recipient_rejected', hard: false });
  });

  it('with our own fault in it suppresses nobody', () => {
    const explained = explain(
      dsn([
        'Final-Recipient: rfc822;a@gmail.example',
        'Action: failed',
        'Status: 5.7.26',
        'Diagnostic-Code: smtp; 550-5.7.26 Your email has been blocked because the sender is 550-5.7.26 unauthenticated.',
      ]),
    );
    expect(explained.recipients[0]).toMatchObject({ reason: 'auth_failed', hard: false });
  });
});

describe('a notice in plain words', () => {
  it.each([
    [
      'qmail',
      notice(
        'MAILER-DAEMON@mx.example.jp',
        'failure notice',
        'Hi. This is the qmail-send program at mx.example.jp.',
        '<a@example.com>:',
        '192.0.2.1 does not like recipient.',
        'Remote host said: 550 5.1.1 no such user',
        'Giving up on 192.0.2.1.',
        '',
        '--- Below this line is a copy of the message.',
        '',
        ...returned,
      ),
      'a@example.com',
      'invalid_recipient',
    ],
    [
      'exim',
      notice(
        'Mail Delivery System <Mailer-Daemon@mx.example.org>',
        'Mail delivery failed: returning message to sender',
        'The following address(es) failed:',
        '',
        '  a@example.com',
        '    host mx [192.0.2.1]: 552 5.2.2 mailbox is full',
        '',
        '------ This is a copy of the message, including all the headers. ------',
        '',
        ...returned,
      ),
      'a@example.com',
      'mailbox_full',
    ],
    [
      'Exchange',
      notice(
        'System Administrator <postmaster@example.jp>',
        'Undeliverable: s',
        'Your message did not reach the following recipient(s):',
        '',
        'a@example.com on Thu, 29 Apr 2010 00:00:00 -0000',
        '    The recipient name is not recognized',
      ),
      'a@example.com',
      'invalid_recipient',
    ],
    [
      'au',
      notice(
        'Postmaster@ezweb.ne.jp',
        'Mail System Error - Returned Mail',
        'The user(s) account is disabled.',
        '',
        '<a@ezweb.ne.jp>',
      ),
      'a@ezweb.ne.jp',
      'inactive_mailbox',
    ],
    [
      'docomo',
      notice('MAILER-DAEMON@docomo.ne.jp', 'Returned mail', '<a..b@docomo.ne.jp>: 550 Unknown user a..b@docomo.ne.jp'),
      'a..b@docomo.ne.jp',
      'recipient_rejected',
    ],
  ])('of %s names recipient and reason', (_system, bytes, recipient, reason) => {
    const explained = explain(bytes);
    expect(explained.kind).toBe('bounce');
    expect(explained.recipients).toHaveLength(1);
    expect(explained.recipients[0]).toMatchObject({ recipient, reason });
  });

  it('in ISO-2022-JP is read', () => {
    const body =
      '以下のメールアドレスへの送信に失敗しました。\r\na@example.com\r\n550 5.1.1 user unknown (in reply to RCPT TO command)\r\n';
    const jis = Buffer.from(Encoding.convert(Encoding.stringToCode(body), { to: 'JIS', from: 'UNICODE' }));
    const head = mail(
      'From: postmaster@example.com',
      'Subject: failure notice',
      'Content-Type: text/plain; charset=iso-2022-jp',
      '',
      '',
    );
    expect(explain(Buffer.concat([head, jis])).recipients).toMatchObject([
      { recipient: 'a@example.com', reason: 'invalid_recipient' },
    ]);
  });

  it('without a name in it takes it from X-Failed-Recipients or from the mail it returns', () => {
    const bytes = mail(
      'From: Mail Delivery Subsystem <mailer-daemon@example.com>',
      'Subject: Delivery Status Notification (Failure)',
      'X-Failed-Recipients: a@example.com',
      '',
      'Delivery has failed permanently.',
    );
    expect(explain(bytes).recipients[0]!.recipient).toBe('a@example.com');
    const quoted = notice(
      'postmaster@example.com',
      'Undeliverable mail',
      'Your mail could not be delivered.',
      '--- original message follows ---',
      '',
      ...returned,
    );
    expect(explain(quoted).recipients[0]!.recipient).toBe('taro@example.com');
  });
});

describe('a complaint', () => {
  const arf = (type: string, ...fields: string[]) =>
    mail(
      'From: fbl@example.com',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'abuse',
      '--x',
      'Content-Type: message/feedback-report',
      '',
      `Feedback-Type: ${type}`,
      'Version: 1',
      ...fields,
      '',
      '--x',
      'Content-Type: message/rfc822',
      '',
      ...returned,
      '',
      'hi',
      '--x--',
      '',
    );

  it('names who complained, or keeps what tells whose mail it was', () => {
    expect(explain(arf('abuse', 'Original-Rcpt-To: <Taro@example.com>'))).toMatchObject({
      kind: 'complaint',
      recipients: [{ recipient: 'taro@example.com', reason: 'complaint', hard: false }],
    });
    expect(explain(arf('abuse'))).toMatchObject({ kind: 'complaint', original: { messageId: 'm1@example.jp' } });
  });

  it('is not a report that says the contrary', () => {
    expect(explain(arf('not-spam')).kind).toBe('other');
  });

  it('tells its type: one about DMARC is nobody who complained', () => {
    expect(explain(arf('auth-failure')).feedback_type).toBe('auth-failure');
    expect(explain(arf('abuse')).feedback_type).toBe('abuse');
  });
});
