import type { Personality } from './personality.ts';

const GENTLE = { connections: 10, perConnection: 100, perSecond: 100 };

/** The receivers of the sandbox. The first that matches wins; rules for local parts are laid over the domain's. */
export const personalities: readonly Personality[] = [
  {
    name: 'gmail',
    about: '421 4.7.28 above 50 messages a second.',
    match: { domain: 'gmail.example' },
    limits: {
      perSecond: {
        most: 50,
        answer:
          '421 4.7.28 Gmail has detected an unusual rate of mail originating from your IP address. Try again later',
      },
    },
    shaping: { connections: 5, perConnection: 50, perSecond: 20 },
  },
  {
    name: 'outlook',
    about: 'At most 10 connections; one more is greeted with 451 4.7.652.',
    match: { domain: 'outlook.example' },
    ownAddress: true,
    limits: {
      connections: {
        most: 10,
        answer: '451 4.7.652 The mail server has exceeded the maximum number of connections (S3115)',
      },
    },
    shaping: { connections: 5, perConnection: 50, perSecond: 20 },
  },
  {
    name: 'yahoo',
    about: 'Defers a sender it has not seen lately with TSS04 for 30 minutes, then accepts.',
    match: { domain: 'yahoo.example' },
    defer: {
      per: 'source',
      forSeconds: 1_800,
      forgetAfterSeconds: 86_400,
      answer: '421 4.7.0 [TSS04] Messages temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
    },
    shaping: { connections: 5, perConnection: 20, perSecond: 10 },
  },
  {
    name: 'docomo',
    about: 'At most 4 sessions and 100 RCPT in each; blocks a sender for an hour after too many unknown users.',
    match: { domain: 'docomo.example' },
    ownAddress: true,
    limits: {
      connections: { most: 4, answer: '421 4.7.0 Too many sessions from your network' },
      rcptPerSession: { most: 100, answer: '452 4.5.3 Too many recipients in this session' },
      unknownUsers: {
        most: 20,
        share: 0.1,
        forSeconds: 3_600,
        answer: '421 4.7.1 Access denied for now: too many unknown users',
      },
    },
    shaping: { connections: 2, perConnection: 90, perSecond: 10 },
  },
  {
    name: 'greylist',
    about: '451 at the first try, accepts after 5 minutes.',
    match: { domain: 'greylist.example' },
    defer: {
      per: 'recipient',
      forSeconds: 300,
      forgetAfterSeconds: 172_800,
      answer: '451 4.7.1 Greylisted, please try again later',
    },
    shaping: GENTLE,
  },
  {
    name: 'slow',
    about: 'Greets after 2 s, answers each command after 0.1 s and the final dot after 0.5 s.',
    match: { domain: 'slow.example' },
    ownAddress: true,
    delays: { bannerMs: 2_000, commandMs: 100, dotMs: 500 },
    shaping: { connections: 10, perConnection: 100 },
  },
  {
    name: 'full-over-quota',
    about: 'quota*@full.example: 552 5.2.2 after the message.',
    match: { domain: 'full.example', localPart: 'quota*' },
    answers: { dot: '552 5.2.2 Mailbox is over its quota' },
  },
  {
    name: 'full',
    about: 'Mailboxes without room: 452 4.2.2 at RCPT.',
    match: { domain: 'full.example' },
    answers: { rcpt: '452 4.2.2 Mailbox full' },
    shaping: GENTLE,
  },
  ...(
    [
      ['dropmail', 'mail', 'at MAIL'],
      ['droprcpt', 'rcpt', 'at RCPT'],
      ['dropbody', 'body', 'in the message, before the final dot is taken'],
      ['droplost', 'dot-lost', 'after the final dot, the message lost'],
      ['dropdot', 'dot', 'after the final dot, the message accepted'],
    ] as const
  ).map(([prefix, phase, words]) => ({
    name: prefix,
    about: `${prefix}*@drop.example: cut ${words}.`,
    match: { domain: 'drop.example', localPart: `${prefix}*` },
    drop: phase,
  })),
  {
    name: 'drop',
    about: 'Cuts the connection at DATA, before any of the message.',
    match: { domain: 'drop.example' },
    drop: 'data',
    shaping: GENTLE,
  },
  {
    name: 'tls-broken',
    about: 'Offers STARTTLS and then speaks no TLS; takes mail in clear.',
    match: { domain: 'tls-broken.example' },
    ownAddress: true,
    starttls: 'broken',
    shaping: GENTLE,
  },
  {
    name: 'nomx',
    about: 'Null MX (RFC 7505): takes no mail.',
    match: { domain: 'nomx.example' },
    dns: 'null-mx',
    answers: { rcpt: '556 5.1.10 Domain does not accept mail' },
  },
  {
    name: 'nxdomain',
    about: 'Does not exist in DNS.',
    match: { domain: 'nxdomain.example' },
    dns: 'nxdomain',
    answers: { rcpt: '550 5.1.2 No such domain' },
  },
  {
    name: 'servfail',
    about: 'Its DNS answers SERVFAIL.',
    match: { domain: 'servfail.example' },
    dns: 'servfail',
    answers: { rcpt: '451 4.4.3 DNS failure' },
  },
  {
    name: 'down',
    about: 'An MX at which nobody listens.',
    match: { domain: 'down.example' },
    ownAddress: true,
    listens: false,
    shaping: GENTLE,
  },
  {
    name: 'late-bounce',
    about: '250, then a DSN (5.1.1) to the return-path.',
    match: { domain: 'late-bounce.example' },
    afterwards: 'dsn',
    shaping: GENTLE,
  },
  {
    name: 'complain',
    about: '250, then a complaint (ARF) to the return-path.',
    match: { domain: 'complain.example' },
    afterwards: 'complaint',
    shaping: GENTLE,
  },
  {
    name: 'reply',
    about: '250, then a person answers to Reply-To or From.',
    match: { domain: 'reply.example' },
    afterwards: 'reply',
    shaping: GENTLE,
  },
  {
    name: 'unsubscribe',
    about: '250, then a one-click POST (RFC 8058) to List-Unsubscribe.',
    match: { domain: 'unsubscribe.example' },
    afterwards: 'unsubscribe',
    shaping: GENTLE,
  },
  {
    name: 'unknown',
    about: 'unknown*@ anywhere: 550 5.1.1.',
    match: { domain: '*', localPart: 'unknown*' },
    answers: { rcpt: '550 5.1.1 The email account that you tried to reach does not exist' },
  },
  {
    name: 'full-anywhere',
    about: 'full*@ anywhere: 452 4.2.2.',
    match: { domain: '*', localPart: 'full*' },
    answers: { rcpt: '452 4.2.2 Mailbox full' },
  },
  {
    name: 'block',
    about: 'block*@ anywhere: 554 5.7.1.',
    match: { domain: '*', localPart: 'block*' },
    answers: { rcpt: '554 5.7.1 Message refused by local policy' },
  },
  {
    name: 'defer2',
    about: 'defer2*@ anywhere: 451 twice, then 250.',
    match: { domain: '*', localPart: 'defer2*' },
    defer: { per: 'recipient', times: 2, forgetAfterSeconds: 172_800, answer: '451 4.3.0 Try again later' },
  },
  {
    name: 'everybody',
    about: 'Accepts everything, without a rate.',
    match: { domain: '*' },
    shaping: { connections: 50, perConnection: 1_000 },
  },
];
