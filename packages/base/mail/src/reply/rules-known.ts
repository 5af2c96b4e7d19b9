/** Codes and fixed sentences that providers publish: they mean one thing, whatever the words around them suggest. */
export const knownRules = String.raw`
# mailbox_full
delivery error: dd .{0,160}over quota
  > 554 delivery error: dd Sorry, your message to a@example.com cannot be delivered. This account is over quota. - mta1.example.com
\bover (?:the )?(?:maximum )?allowed mailbox size|mailbox exceeds allowed size
  > user a is over the maximum allowed mailbox size
  > 422 4.2.2 user mailbox exceeds allowed size
mailbox size limit exceeded
  > 552 5.7.0 Mailbox size limit exceeded
out of storage space and inactive
  > 552 5.2.2 The recipient's inbox is out of storage space and inactive.

# inactive_mailbox
delivery error: dd .{0,160}(?:disabled|discontinued|inactive|suspended)
  > 554 delivery error: dd This user has an account. This mailbox is disabled (554.30). - mta1.example.com
  > 554 delivery error: dd Sorry your message to a@example.com cannot be delivered. This account has been disabled or discontinued [#102].
this (?:account|mailbox) has been (?:blocked|disabled|suspended)
  > 550 5.2.1 this account has been blocked by the administrator
[>] has been suspended
  > 550 <a@example.com> has been suspended
\b(?:LPN\d{3}|OFR)_?420\b|destinataire archivee
  > 550 5.1.1 <a@example.com> Boite du destinataire archivee. Archived recipient. LPN007_420

# rate_limited
\[TS0[12]\]
  > 421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred due to excessive user complaints
too many invalid recipients
  > 550 5.1.2 too many invalid recipients in this hour (limit 10)
(?:daily|hourly)(?: user)? (?:sending|smtp relay) (?:quota|limit)
  > 550 5.4.5 Daily user sending quota exceeded.
too much mail\b
  > 450 4.7.1 Error: too much mail from 192.0.2.1
\bOFR_?\w{0,4}_?104\b
  > 421 4.3.2 Veuillez essayer plus tard. OFR004_104
\b(?:POL|CON|RCP|INT)-T\d\b
  > 421 4.3.2 POL-T1 Throttled by our policy

# reputation
\[TS03\]
  > 421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.
banned sender ?\[[\d.]
  > 550 5.7.511 Access denied, banned sender[192.0.2.1]
\bRBL rejection\b
  > 554 RBL rejection: 192.0.2.1
\((?:RLY|DNS|DYN|RTR|HVU|CON):[A-Z\d]{2}\)
  > 554 5.7.1 : (RLY:BD) http://postmaster.example.com/errors/554rlybd.html
\bblock for spam\b
  > 554 mx.example.net 192.0.2.1 block for spam. Please see http://postmaster.example.net
\bDNSBL:
  > 550 DNSBL:ATTRBL 521< 192.0.2.1 >_is_blocked.
\bPOL-P[1-4]\b
  > 554 5.1.0 POL-P1 Refused
\bMXIN5\d\d\b.{0,40}\blist
  > 550 5.1.0 MXIN506 MailFrom domain is listed in a list of bad domains

# greylisted
\b4\.7\.500\b.{0,40}server busy
  > 451 4.7.500 Server busy. Please try again later from [192.0.2.1].
internal resources? (?:is |are )?temporarily unavailable - https
  > 451 Internal resource temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451

# sender_rejected
(?<!sender invalid - )envelope (?:blocked|rejected)
  > 550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550
  > 553 Envelope blocked - User Entry
\b501 5\.1\.7\b|invalid address \(sender\)
  > 501 5.1.7 Invalid address (sender)
\bDNS-P[12]\b
  > 554 5.1.0 DNS-P1 Refused
\b(?:LPN\d{3}|OFR\w{0,4})_405\b|emetteur invalide
  > 550 5.1.8 Emetteur invalide. Invalid Sender. LPN007_405
\b5\.7\.60\b|permissions? to send as this sender
  > 550 5.7.60 SMTP; Client does not have permissions to send as this sender
\bBATV\b
  > 550 5.7.1 Message undeliverable. BATV validation failure

# auth_failed
cannot find your reverse hostname
  > 550 cannot find your reverse hostname, [192.0.2.1]
\bLPN\d{3}_517\b
  > 550 5.7.1 Service refuse. LPN007_517
\bDNS-P3\b
  > 554 5.1.0 DNS-P3 Refused
(?:DKIM|SPF) sender invalid
  > 550 DKIM Sender Invalid - envelope rejected

# content
missing a valid message-?id
  > 550 5.7.1 Messages missing a valid messageId header are not accepted.
headers? fail(?:s|ed)? (?:the )?syntax check
  > 550 Message headers fail syntax check
body type not supported
  > 554 5.6.1 Body type not supported by Remote Host
content presents a potential security issue
  > 552 5.7.0 This message was blocked because its content presents a potential security issue.

multiple (?:from )?addresses? (?:in|are)\b|multiple .{0,20}addresses in from
  > 550 5.7.1 Messages with multiple addresses in From: header are not accepted.
  > 554 5.6.0 There are multiple addresses in From

# spam_content
judged to be spam|\bIB212\b
  > 552 5.2.0 This message has been rejected due to content judged to be spam by the internet community IB212
contains spam or virus
  > 550 5.7.1 Message contains spam or virus or sender is blocked
anti-spoofing policy
  > 550 Rejected by header based Anti-Spoofing policy

# recipient_rejected
RESOLVER\.RST\.(?:NotAuthorized|SenderNotAuthenticated\w*)|\b5\.7\.13[36]\b
  > 550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized
  > 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required
we filtered your mail
  > 550 We filtered your mail. Refused by filter
rejected by the recipient
  > 550 Message rejected by the recipient
(?:blocked|refused) by (?:the )?recipient\b(?!s)(?!'s org)
  > 554 5.7.1 You have been blocked by the recipient
remote server returned unknown recipient or mailbox unavailable
  > 550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 : User unknown
\b5\.7\.193\b|UserInviteMessagePolicy
  > 550 5.7.193 UserInviteMessagePolicy; The user takes mail from known senders

# relay_denied
not configured to relay
  > 553 5.7.1 This system is not configured to relay mail for 192.0.2.1
relaying (?:mail )?(?:to|for) \S{1,200} (?:is )?not allowed
  > 550 Relaying mail to a@example.com is not allowed

# network
connection died
  > Connected to 192.0.2.1 but connection died. (#4.4.2)
able to establish an smtp connection
  > Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
timed out while receiving the initial server greeting
  > conversation with mx.example.com[192.0.2.1] timed out while receiving the initial server greeting

# remote_system
too many errors
  > 554 5.4.0 Error: too many errors
file has no final newline
  > 554 5.3.0 File has no final newline
not accepting network messages
  > 421 4.3.2 System not accepting network messages

# expired
\b(?:message expired ->|QUEUE\.Expired)
  > 550 5.4.300 Message expired -> 451 4.7.500 connection throttled
  > 550 4.4.7 QUEUE.Expired; message expired

# protocol
\b501 5\.5\.[24]\b
  > 501 5.5.4 Syntax error in parameters or arguments
invalid domain name$
  > 501 Invalid domain name

# policy
^550 administrative prohibition\.?$
  > 550 Administrative prohibition
blocked due to site policy
  > 554 5.7.0 Blocked due to site policy
`;
