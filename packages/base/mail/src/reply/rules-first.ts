import type { ReplyRule } from './reply-rules.ts';

/** Answers with words of their own that a broader rule further down would take for something else. */
export const firstRules: readonly ReplyRule[] = [
  {
    reason: 'spam_content',
    pattern: /due to spam|spam classification|flagged as spam/i,
    says: 'Your email to group a@example.com was rejected due to spam classification. Set up SPF and DKIM.',
  },
  {
    reason: 'policy',
    pattern: /turn on smtp auth/i,
    says: '550 Please turn on SMTP Authentication in your mail client. You are not permitted to relay.',
  },
  {
    // Google answers in the writer's language: the address of its help is what does not change.
    reason: 'sender_rejected',
    pattern: /https?:\/\/groups\.google\.com\/support\b/i,
    says: 'https://groups.google.com/support/?hl=ja',
  },
  {
    reason: 'sender_rejected',
    pattern: /sender(?:'s)? (?:address|domain)?.{0,60}null mx/i,
    says: '550 5.7.27 Sender address has null MX',
  },
  {
    reason: 'bad_domain',
    pattern:
      /\bnull ?mx\b|(?:host|domain)(?: \S{1,253})? does(?: no|n')t (?:receive|accept) (?:any )?(?:e-?)?mail\b(?! from)|indicated no smtp service|\b556 5\.1\.10\b/i,
    says: '556 5.1.10 Recipient address has null MX',
  },
  {
    reason: 'reputation',
    pattern: /(?:due to|because of)(?: the)?(?: poor| low| bad)?(?: ip| domain| sender| host)? reputation|\bTSS0\d\b/i,
    says: '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.',
  },
  {
    reason: 'policy',
    pattern: /AuthRequired|unauthenticated senders? (?:is |are )?not allowed|\bheader error\b/i,
    says: '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required',
  },
  {
    reason: 'invalid_recipient',
    pattern:
      /\b5\.4\.1\b.{0,100}recipient address(?:es)? rejected ?: ?access denied|recipient address rejected: access denied|RCP-P1\b/i,
    says: '550 5.4.1 <a@example.com>: Recipient address rejected: Access denied',
  },
  {
    reason: 'invalid_recipient',
    anyPhase: true,
    pattern: /delivery error: dd (?:this user|sorry)/i,
    says: "554 delivery error: dd This user doesn't have a example.com account (a@example.com) [0]",
  },
  {
    reason: 'invalid_recipient',
    anyPhase: true,
    pattern: /\bLPN007_416\b|\bOFR_?416\b/i,
    says: '550 5.5.0 Adresse destinataire invalide. Invalid recipient. LPN007_416',
  },
  {
    reason: 'recipient_rejected',
    pattern: /\b550:? (?:5\.\d\.0 )?: user unknown/i,
    says: '550 : User unknown',
  },
  {
    reason: 'invalid_recipient',
    anyPhase: true,
    pattern: /<\S+@(?:\S+\.)?(?:ezweb\.ne\.jp|au\.com)>: user unknown/i,
    says: '550 <a@ezweb.ne.jp>: User unknown',
  },
  {
    reason: 'invalid_recipient',
    anyPhase: true,
    pattern: /requested action not taken: mailbox unavailable \(-\d/i,
    says: '550 Requested action not taken: mailbox unavailable (-2019901852:4030:-2147467259)',
  },
];
