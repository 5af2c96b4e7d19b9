/**
 * Answers with words of their own that a broader rule further down would take for something else. Google answers in the
 * writer's language: there the address of its help is what does not change.
 */
export const firstRules = String.raw`
# spam_content
due to spam
  > Your email to group a@example.com was rejected due to spam classification. Set up SPF and DKIM.
spam classification
  > 550 5.7.1 Refused after spam classification
flagged as spam
  > 554 5.7.1 Email cannot be delivered. Reason: Email flagged as Spam.

# policy
turn on smtp auth
  > 550 Please turn on SMTP Authentication in your mail client. You are not permitted to relay.

# sender_rejected
https?:\/\/groups\.google\.com\/support\b
  > https://groups.google.com/support/?hl=ja
sender(?:'s)? (?:address|domain)?.{0,60}null mx
  > 550 5.7.27 Sender address has null MX

# bad_domain
\bnull ?mx\b
  > 550 5.1.10 Recipient address has a null MX record
(?:host|domain)(?: \S{1,253})? does(?: no|n')t (?:receive|accept) (?:any )?(?:e-?)?mail\b(?! from)
  > 550 5.1.2 Domain example.com does not accept mail
indicated no smtp service
  > Recipient domain has indicated no SMTP service
\b556 5\.1\.10\b
  > 556 5.1.10 Recipient does not take mail

# reputation
(?:due to|because of)(?: the)?(?: poor| low| bad)?(?: ip| domain| sender| host)? reputation
  > 451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.
\bTSS0\d\b
  > 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints

# policy
AuthRequired
  > 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required
unauthenticated senders? (?:is |are )?not allowed
  > 550 5.7.1 Unauthenticated senders are not allowed
\bheader error\b
  > 554 5.7.0 Header error (state 18)

# invalid_recipient
\b5\.4\.1\b.{0,100}recipient address(?:es)? rejected ?: ?access denied|recipient address rejected: access denied
  > 550 5.4.1 <a@example.com>: Recipient address rejected: Access denied
RCP-P1\b
  > 550 5.1.1 RCP-P1 Refused

# invalid_recipient at any command
delivery error: dd (?:this user|sorry)
  > 554 delivery error: dd This user doesn't have a example.com account (a@example.com) [0]
\b(?:LPN007_|OFR_?)416\b
  > 550 5.5.0 Adresse destinataire invalide. Invalid recipient. LPN007_416
  > 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]

# recipient_rejected
\b550:? (?:5\.\d\.0 )?: user unknown
  > 550 : User unknown

# invalid_recipient at any command
<\S+@(?:\S+\.)?(?:ezweb\.ne\.jp|au\.com)>: user unknown
  > 550 <a@ezweb.ne.jp>: User unknown
requested action not taken: mailbox unavailable \(-\d
  > 550 Requested action not taken: mailbox unavailable (-2019901852:4030:-2147467259)
`;
