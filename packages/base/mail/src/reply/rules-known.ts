import type { ReplyRule } from './reply-rules.ts';

/** Codes and fixed sentences that providers publish: they mean one thing, whatever the words around them suggest. */
export const knownRules: readonly ReplyRule[] = [
  {
    // Yahoo's and AOL's "dd": an account that does not exist, but also one that is full or closed.
    reason: 'mailbox_full',
    pattern:
      /delivery error: dd .{0,160}over quota|(?:is )?over (?:the )?(?:maximum )?allowed mailbox size|mailbox size limit exceeded/i,
    says: '554 delivery error: dd Sorry, your message to a@example.com cannot be delivered. This account is over quota. - mta1.example.com',
    also: ['user a is over the maximum allowed mailbox size', '552 5.7.0 Mailbox size limit exceeded'],
  },
  {
    reason: 'inactive_mailbox',
    pattern:
      /delivery error: dd .{0,160}(?:disabled|discontinued|inactive|suspended)|this (?:account|mailbox) has been (?:blocked|disabled|suspended)|> has been suspended/i,
    says: '554 delivery error: dd This user has an account. This mailbox is disabled (554.30). - mta1.example.com',
    also: [
      '554 delivery error: dd Sorry your message to a@example.com cannot be delivered. This account has been disabled or discontinued [#102].',
      '550 <a@example.com> has been suspended',
      '550 5.2.1 this account has been blocked by the administrator',
    ],
  },
  {
    reason: 'rate_limited',
    pattern:
      /\[TS0[12]\]|too many invalid recipients|(?:daily|hourly)(?: user)? (?:sending|smtp relay) (?:quota|limit)|too much mail\b|\bOFR_?\w{0,4}_?104\b|\b(?:POL|CON|RCP|INT)-T\d\b/i,
    says: '421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred due to excessive user complaints',
    also: [
      '550 5.1.2 too many invalid recipients in this hour (limit 10)',
      '550 5.4.5 Daily user sending quota exceeded.',
      '450 4.7.1 Error: too much mail from 192.0.2.1',
    ],
  },
  {
    reason: 'reputation',
    pattern:
      /\[TS03\]|banned sender ?\[[\d.]|\bRBL rejection\b|\((?:RLY|DNS|DYN|RTR|HVU|CON):[A-Z\d]{2}\)|block for spam|DNSBL:|\bPOL-P[1-4]\b|\bMXIN5\d\d\b.{0,40}\blist/,
    says: '421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.',
    also: [
      '550 5.7.511 Access denied, banned sender[192.0.2.1]',
      '554 RBL rejection: 192.0.2.1',
      '554 5.7.1 : (RLY:BD) http://postmaster.example.com/errors/554rlybd.html',
      '554 mx.example.net 192.0.2.1 block for spam. Please see http://postmaster.example.net',
    ],
  },
  {
    reason: 'greylisted',
    pattern: /\b4\.7\.500\b.{0,40}server busy|internal resources? (?:is |are )?temporarily unavailable - https/i,
    says: '451 4.7.500 Server busy. Please try again later from [192.0.2.1].',
    also: ['451 Internal resource temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451'],
  },
  {
    reason: 'sender_rejected',
    pattern:
      /(?<!sender invalid - )envelope (?:blocked|rejected)|\b501 5\.1\.7\b|invalid address \(sender\)|\bDNS-P[12]\b|\bLPN\d{3}_405\b|\bOFR\w{0,4}_405\b|emetteur invalide/i,
    says: '550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550',
    also: [
      '553 Envelope blocked - User Entry',
      '501 5.1.7 Invalid address (sender)',
      '550 5.1.8 Emetteur invalide. Invalid Sender. LPN007_405',
    ],
  },
  {
    reason: 'auth_failed',
    pattern: /cannot find your reverse hostname|\bLPN\d{3}_517\b|\bDNS-P3\b|DKIM sender invalid|SPF sender invalid/i,
    says: '550 cannot find your reverse hostname, [192.0.2.1]',
    also: ['550 5.7.1 Service refuse. LPN007_517', '550 DKIM Sender Invalid - envelope rejected'],
  },
  {
    reason: 'content',
    pattern: /missing a valid message-?id|headers? fail(?:s|ed)? (?:the )?syntax check|body type not supported/i,
    says: '550 5.7.1 Messages missing a valid messageId header are not accepted.',
    also: ['550 Message headers fail syntax check', '554 5.6.1 Body type not supported by Remote Host'],
  },
  {
    reason: 'spam_content',
    pattern: /judged to be spam|contains spam or virus|\bIB212\b|anti-spoofing policy/i,
    says: '552 5.2.0 This message has been rejected due to content judged to be spam by the internet community IB212',
    also: [
      '550 5.7.1 Message contains spam or virus or sender is blocked',
      '550 Rejected by header based Anti-Spoofing policy',
    ],
  },
  {
    reason: 'recipient_rejected',
    pattern:
      /RESOLVER\.RST\.(?:NotAuthorized|SenderNotAuthenticated\w*)|\b5\.7\.13[36]\b|we filtered your mail|rejected by the recipient|remote server returned unknown recipient or mailbox unavailable/i,
    says: '550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized',
    also: [
      '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required',
      '550 We filtered your mail. Refused by filter',
      '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 : User unknown',
    ],
  },
  {
    reason: 'relay_denied',
    pattern: /not configured to relay|relaying (?:mail )?(?:to|for) \S{1,200} (?:is )?not allowed/i,
    says: '553 5.7.1 This system is not configured to relay mail for 192.0.2.1',
    also: ['550 Relaying mail to a@example.com is not allowed'],
  },
  {
    reason: 'network',
    pattern:
      /connection died|able to establish an smtp connection|timed out while receiving the initial server greeting/i,
    says: 'Connected to 192.0.2.1 but connection died. (#4.4.2)',
  },
  {
    reason: 'remote_system',
    pattern: /too many errors|file has no final newline/i,
    says: '554 5.4.0 Error: too many errors',
  },
  {
    reason: 'protocol',
    pattern: /\b501 5\.5\.[24]\b|invalid domain name$/i,
    says: '501 5.5.4 Invalid domain name',
  },
  {
    reason: 'policy',
    pattern: /^550 administrative prohibition\.?$/i,
    says: '550 Administrative prohibition',
  },
];
