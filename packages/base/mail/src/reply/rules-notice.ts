import type { ReplyRule } from './reply-rules.ts';

/** What mail systems write into notices of their own, where no reply code and no command is told. */
export const noticeRules: readonly ReplyRule[] = [
  {
    // A full mailbox that was tried until time ran out is a full mailbox.
    reason: 'mailbox_full',
    pattern:
      /mail ?box is full(?::| \()|quota exceeded.{0,60}retry time|as their mailbox is full|messages in recipient's mailbox exceeded the local limit/i,
    says: 'mailbox is full: retry timeout exceeded',
    also: ['As their mailbox is full', "The number of messages in recipient's mailbox exceeded the local limit."],
  },
  {
    reason: 'network',
    pattern:
      /hop ?count exceeded|too many hops|exceeded (?:the )?(?:maximum )?hop|routing loop|looping|\b5\.4\.(?:6|14)\b/i,
    says: '554 5.4.14 Hop count exceeded - possible mail loop ATTR1',
    also: [
      '554 5.4.6 Too many hops 26 (25 max): from <a@example.com> via mx.example.com, to <b@example.com>',
      'Maximum hop count exceeded.  Message probably in a routing loop.',
      'This message is looping: it already has my Delivered-To line. (#5.4.6)',
    ],
  },
  {
    reason: 'expired',
    pattern: /delivery failed \d{1,4} attempts?|aborted after [\d.]{1,8} (?:hour|day|minute)/i,
    says: 'Delivery failed 20 attempts: a@example.com',
    also: ['Delivery to the following recipients was aborted after 5.0 hour(s):'],
  },
  {
    reason: 'remote_system',
    pattern: /duplicated message-id|loop ?back warning|\b554 (?:\d\.\d\.\d )?transaction failed\.?$/i,
    says: 'Duplicated Message-ID in <list@example.jp>.',
    also: ['554 Transaction failed'],
  },
  {
    reason: 'relay_denied',
    pattern: /identities failed the check in region|insecure mail relay/i,
    also: ['550 Insecure Mail Relay'],
    says: '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.com',
  },
  {
    // A greeting of 554 (RFC 5321 3.1) refuses the client, whoever the mail is for.
    reason: 'reputation',
    pattern:
      /no access from mail server \S{1,60} which is an open relay|\b554[ -]\S{1,120} ESMTP not accepting (?:connections|messages)|\bIP=[\da-f.:]{3,45} - /i,
    says: '554 mx.example.com ESMTP not accepting connections',
    also: [
      '554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tosa@example.de to clarify.)',
    ],
  },
  {
    reason: 'bad_domain',
    pattern:
      /\b55[03] (?:\d\.\d\.\d )?(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63} does not exist|as the remote domain does ?n['o]?t exist/i,
    says: '553 mail.example.com does not exist',
    also: ['As the remote domain doesnt exist.'],
  },
  {
    reason: 'inactive_mailbox',
    pattern:
      /(?:address|mailbox|inbox|account)(?: \S{1,100})? (?:is|are) no longer (?:in use|active|valid|used|available|monitored)|this address no longer accepts mail|user\(s\) account is (?:disabled|temporarily limited)/i,
    says: 'This email inbox a@example.com is no longer in use.',
    also: ['This address no longer accepts mail.', 'The user(s) account is temporarily limited.'],
  },
  {
    // Looked up in the system's own directory: it is sure.
    reason: 'invalid_recipient',
    anyPhase: true,
    pattern:
      /not (?:listed|found) in (?:the )?(?:domino directory|public name (?:&|and) address book|domino)|the recipient name is not recognized|\(000c05a6\)|e-?mail account does not exist at the organization|(?:RecipNotFound|RecipientNotFound|RESOLVER\.ADR\.\w{0,4}RecipNotFound)\b|invalid final delivery userid|\*\* address not found \*\*|because the address couldn't be found|check if address is correct|no valid recipients for this MM|the (?:e-?mail )?address you entered couldn't be found|recipient's e-?mail address was not found in the recipient's e-?mail system|e-?mail address could not be found\. perhaps the recipient/i,
    says: 'User some.name (a@example.jp) not listed in Domino Directory',
    also: [
      'User  not listed in public Name & Address Book',
      'The recipient name is not recognized MSEXCH:IMS:ORG:SITE:HOST 0 (000C05A6) Unknown Recipient',
      'The e-mail account does not exist at the organization this message was sent to.',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
      'Invalid final delivery userid: a@example.com',
      "** Address not found ** Your message wasn't delivered to a@example.com because the address couldn't be found.",
      'Error: No valid recipients for this MM',
      'Unable to deliver message to <a@example.com>. Please check if address is correct.',
    ],
  },
];
