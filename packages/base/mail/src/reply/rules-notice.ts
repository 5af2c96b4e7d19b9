/**
 * What mail systems write into notices of their own, where no reply code and no command is told. A mailbox that was full until
 * time ran out is a full mailbox. A greeting of 554 (RFC 5321 3.1) refuses the client, whoever the mail is for. What a system looked
 * up in its own directory is sure.
 */
export const noticeRules = String.raw`
# mailbox_full
mail ?box is full(?::| \()
  > mailbox is full: retry timeout exceeded
quota exceeded.{0,60}retry time
  > Quota exceeded; retry timeout exceeded
as their mailbox is full
  > As their mailbox is full
messages in recipient's mailbox exceeded the local limit
  > The number of messages in recipient's mailbox exceeded the local limit.

# network
hop ?count exceeded|exceeded (?:the )?(?:maximum )?hop
  > 554 5.4.14 Hop count exceeded - possible mail loop ATTR1
  > Exceeded the maximum hop count
too many hops
  > 554 5.4.6 Too many hops 26 (25 max): from <a@example.com> via mx.example.com, to <b@example.com>
routing loop|looping|mail loops?|loop detected
  > 554 5.7.1 Mail loop detected
  > Message probably in a routing loop.
  > This message is looping: it already has my Delivered-To line.
\b5\.4\.(?:6|14)\b
  > 554 5.4.6 Sorry

# expired
delivery failed \d{1,4} attempts?
  > Delivery failed 20 attempts: a@example.com
aborted after [\d.]{1,8} (?:hour|day|minute)
  > Delivery to the following recipients was aborted after 5.0 hour(s):

# remote_system
duplicated message-id
  > Duplicated Message-ID in <list@example.jp>.
loop ?back warning
  > Loop Back Warning:
\b554 (?:\d\.\d\.\d )?transaction failed\.?$
  > 554 Transaction failed

# relay_denied
identities failed the check in region
  > 554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.com
insecure mail relay
  > 550 Insecure Mail Relay

# reputation
no access from mail server \S{1,60} which is an open relay
  > 550 No access from mail server mx.example.com which is an open relay
\b554[ -]\S{1,120} ESMTP not accepting (?:connections|messages)
  > 554 mx.example.com ESMTP not accepting connections
\bIP=[\da-f.:]{3,45} -\s
  > 554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tosa@example.de to clarify.)

# bad_domain
\b55[03] (?:\d\.\d\.\d )?(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63} does not exist
  > 553 mail.example.com does not exist
as the remote domain does ?n['o]?t exist
  > As the remote domain doesnt exist.

# inactive_mailbox
(?:address|mailbox|inbox|account)(?: \S{1,100})? (?:is|are) no longer (?:in use|active|valid|used|available|monitored)
  > This email inbox a@example.com is no longer in use.
this address no longer accepts mail
  > This address no longer accepts mail.
user\(s\) account is (?:disabled|temporarily limited)
  > The user(s) account is temporarily limited.
  > The user(s) account is disabled.

# invalid_recipient at any command
not (?:listed|found) in (?:the )?(?:domino directory|public name (?:&|and) address book|domino)
  > User some.name (a@example.jp) not listed in Domino Directory
  > User  not listed in public Name & Address Book
the recipient name is not recognized|\(000c05a6\)
  > The recipient name is not recognized MSEXCH:IMS:ORG:SITE:HOST 0 (000C05A6) Unknown Recipient
e-?mail account does not exist at the organization
  > The e-mail account does not exist at the organization this message was sent to.
(?:RecipNotFound|RecipientNotFound|RESOLVER\.ADR\.\w{0,4}RecipNotFound)\b
  > 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
  > 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
invalid final delivery userid
  > Invalid final delivery userid: a@example.com
\*\* address not found \*\*|because the address couldn't be found
  > ** Address not found ** Your message wasn't delivered to a@example.com because the address couldn't be found.
check if address is correct
  > Unable to deliver message to <a@example.com>. Please check if address is correct.
no valid recipients for this MM
  > Error: No valid recipients for this MM
the (?:e-?mail )?address you entered couldn't be found
  > The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.
recipient's e-?mail address was not found in the recipient's e-?mail system
  > The recipient's e-mail address was not found in the recipient's e-mail system.
e-?mail address could not be found\. perhaps the recipient
  > Your email address could not be found. Perhaps the recipient moved to a different e-mail organization
wasn't found at \S{1,253}\.|\brecipient wasn't found\b
  > a.b wasn't found at example.com. The address may be misspelled
`;
