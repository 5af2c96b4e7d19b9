import { describe, expect, it } from 'vitest';
import { classifyReply } from './classify-reply.ts';
import { dotStuff, hasBareLineEnds } from './dot-stuff.ts';
import { parseReply, parseReplyLines } from './parse-reply.ts';
import { readRules } from './read-rules.ts';
import { REASONS, suppressionClass } from './reason.ts';
import { findRule, RULES } from './reply-rules.ts';

describe('an SMTP reply', () => {
  it.each([
    [['250 2.1.5 Ok'], { code: 250, enhanced: '2.1.5', text: 'Ok' }],
    [
      ['550-5.1.1 The account', '550-5.1.1 does not', '550 5.1.1 exist'],
      { code: 550, enhanced: '5.1.1', text: 'The account does not exist' },
    ],
    [['550 4.2.2 odd'], { code: 550, enhanced: null, text: '4.2.2 odd' }],
    [['354'], { code: 354, enhanced: null, text: '' }],
    [['SSH-2.0-x'], { code: 0, enhanced: null, text: 'SSH-2.0-x' }],
  ])('is read: %j', (lines, reply) => expect(parseReply(lines)).toEqual(reply));

  it('is taken from the wire only when it is whole', () => {
    const received = '250-mx.example\r\n250-PIPELINING\r\n250 SIZE\r\n354 go\n550-5.7';
    const { replies, rest } = parseReplyLines(received);
    expect(replies.map((one) => one.code)).toEqual([250, 354]);
    expect(rest).toBe('550-5.7');
    expect(parseReplyLines('250-a\r\n').rest).toBe('250-a\r\n');
  });
});

describe('a message under DATA', () => {
  it.each([
    ['.\r\n', '..\r\n'],
    ['a\r\n.\r\n.b\r\n', 'a\r\n..\r\n..b\r\n'],
    ['a\r\n..\r\n', 'a\r\n...\r\n'],
    ['a.\r\nb', 'a.\r\nb\r\n'],
    ['\r\n.\r\n.\r\n.\r\n', '\r\n..\r\n..\r\n..\r\n'],
    ['', ''],
  ])('cannot end early: %j', (message, wire) => expect(dotStuff(Buffer.from(message)).toString()).toBe(wire));

  it('is not copied when it needs nothing', () => {
    const message = Buffer.from('a\r\nb.\r\n');
    expect(dotStuff(message)).toBe(message);
  });

  it.each([
    ['a\r\nb\r\n', false],
    ['a\nb\r\n', true],
    ['a\rb\r\n', true],
    ['a\r\r\n', true],
    ['\n', true],
    ['\r', true],
    ['\r\n.\n', true],
    ['', false],
  ])('shows a bare line end: %j', (message, bare) => expect(hasBareLineEnds(Buffer.from(message))).toBe(bare));
});

describe('what servers say', () => {
  const rules = RULES.flatMap((group) => group.rules);
  const heard = (says: string) => {
    const { code, enhanced, text } = parseReply([says]);
    return `${code > 0 ? code : ''} ${enhanced ?? ''} ${code === 0 ? says : text}`.replace(/\s+/g, ' ').trim();
  };

  it.each(rules.flatMap((rule) => rule.says.map((says) => [says, rule] as const)))(
    '%s is decided by the rule that it was written for',
    (says, rule) => expect(findRule(heard(says))?.rule.pattern.source).toBe(rule.pattern.source),
  );

  it('has no rule that is named like another', () => {
    const names = rules.flatMap((rule) => rule.says);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('is read from tables of reasons, expressions and answers, and nothing else', () => {
    expect(readRules('# policy\nno way\n  > No way').rules).toMatchObject([{ reason: 'policy', says: ['No way'] }]);
    expect(() => readRules('no way')).toThrow('no rule');
    expect(() => readRules('# nonsense\nno way')).toThrow('no rule');
    expect(() => readRules('# policy\nno way')).toThrow('a rule without an answer');
  });

  it.each([
    [
      550,
      '5.1.1',
      '<a@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
      'bounced',
      'invalid_recipient',
      true,
    ],
    [550, '5.2.1', 'The email account that you tried to reach is disabled.', 'bounced', 'inactive_mailbox', false],
    [552, '5.2.2', 'Over quota', 'bounced', 'mailbox_full', false],
    [452, '4.2.2', 'Mailbox full', 'deferred', 'mailbox_full', false],
    [450, '4.1.1', 'User unknown', 'deferred', 'invalid_recipient', false],
    [451, '4.7.1', 'Greylisted, try again in 300 seconds', 'deferred', 'greylisted', false],
    [550, null, 'You are greylisted, come back later', 'deferred', 'greylisted', false],
    [
      550,
      '5.7.26',
      'This mail has been blocked because the sender is unauthenticated',
      'bounced',
      'auth_failed',
      false,
    ],
    [421, '4.7.28', 'Our system has detected an unusual rate of mail', 'deferred', 'rate_limited', false],
    [421, '4.7.0', '[TSS04] Messages from 192.0.2.1 temporarily deferred', 'deferred', 'reputation', false],
    [554, '5.7.1', 'Client host [192.0.2.1] blocked using zen.spamhaus.org', 'bounced', 'reputation', false],
    [554, '5.7.1', 'Relay access denied', 'bounced', 'relay_denied', false],
    [556, '5.1.10', 'Recipient domain has null MX', 'bounced', 'bad_domain', true],
    [552, '5.3.4', 'Message too big', 'bounced', 'message_too_large', false],
    [250, '2.0.0', 'Ok: queued', 'delivered', 'delivered', false],
    [550, null, 'No.', 'bounced', 'recipient_rejected', false],
    [451, null, '', 'deferred', 'remote_system', false],
  ] as const)('%d %s %s', (code, enhanced, text, outcome, reason, hard) => {
    expect(classifyReply({ code, enhanced, text, phase: 'rcpt' })).toMatchObject({ outcome, reason, hard });
  });

  it('to the connection or the sender never suppresses a recipient', () => {
    const said = { code: 550, enhanced: '5.1.1', text: 'User unknown' };
    expect(classifyReply({ ...said, phase: 'connect' })).toMatchObject({
      outcome: 'deferred',
      scope: 'site',
      hard: false,
    });
    expect(classifyReply({ ...said, phase: 'mail' })).toMatchObject({
      reason: 'sender_rejected',
      scope: 'sender',
      hard: false,
    });
  });

  it('after DATA about the user is the filter of a living person', () => {
    const said = { code: 550, enhanced: null, text: 'Unknown user a@example.ne.jp' };
    expect(classifyReply({ ...said, phase: 'dot' })).toMatchObject({ reason: 'recipient_rejected', hard: false });
    expect(classifyReply({ ...said, phase: 'rcpt' })).toMatchObject({ reason: 'invalid_recipient', hard: true });
  });

  it('is judged quickly, however long', () => {
    for (const piece of ['a ', 'user ', '<', 'message too ', '5.1.1 ', 'domain x ', 'sender ']) {
      classifyReply({ code: 550, enhanced: null, text: piece.repeat(200_000) });
    }
  });
});

describe('suppression', () => {
  it('at once only for addresses that do not exist', () => {
    expect(REASONS.filter((reason) => suppressionClass(reason) === 'now')).toEqual(['invalid_recipient', 'bad_domain']);
    expect(REASONS.filter((reason) => suppressionClass(reason) === 'second')).toEqual([
      'inactive_mailbox',
      'recipient_rejected',
    ]);
  });
});
