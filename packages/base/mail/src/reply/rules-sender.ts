/** Authentication, then the sender's address, then reputation: what receivers say when they do not want the sender. */
export const senderRules = String.raw`
# policy
\b5\.7\.9\b.{0,60}(?:not accepted for policy reasons|\brejected)\b
  > 554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example/error-codes
\b5\.7\.515\b|required authentication level
  > 550 5.7.515 Access denied, sending domain EXAMPLE.JP doesn't meet the required authentication level.

# auth_failed
\b[45]\.7\.(?:2[0-79]|3[01]|40|50[89]|512)\b
  > 550 5.7.26 This mail has been blocked because the sender is unauthenticated.
\b(?:spf|dkim|dmarc|sender ?id)\b.{0,80}(?:fail|reject|check|policy|record|not (?:pass|align|permit|allow)|invalid|unauthor|block|verif)
  > 550 DMARC check failed.
  > 550 5.7.1 SPF unauthorized mail is prohibited.
(?:fail|reject|violat|bad|unauthenticated|not pass|due to|because of).{0,80}\b(?:spf|dkim|dmarc|sender policy framework)\b
  > 550 5.7.1 The message was rejected because of Sender Policy Framework violation
unauthenticated (?:e-?mail|mail|message)
  > 550 5.7.1 Unauthenticated email is not accepted from this domain.
domain owner discourages the use of this host
  > 550 5.7.1 The domain owner discourages the use of this host
is not (?:authorized|allowed|permitted) to send (?:mail|e-?mails?|messages)? ?(?:from|for|on behalf)
  > 550 5.7.1 192.0.2.1 is not allowed to send mail from example.jp
not authorized to (?:send from|use) this (?:domain|ip)
  > 550 5.7.1 You are not authorized to send from this domain
reverse[- ]?(?:dns|lookup|name|resolution|ip)
  > 554 5.7.1 Reverse DNS lookup for host 192.0.2.1 failed.
\br?ptr\b.{0,40}(?:record|check|name|require|dns|entr|found|missing|match)
  > 550 5.7.1 All mail servers must have a PTR record
(?:no|missing|invalid|without|lacks|has no|requires?|valid) (?:valid |correct |matching |a )?(?:reverse |forward )?(?:r?dns|ptr)\b
  > 550 5.7.1 Your server has no valid rDNS
ip name lookup failed
  > 550 Access denied. IP name lookup failed.
does(?: no|n't)t? have authentication information
  > 550 5.7.1 This message does not have authentication information
cannot (?:find|resolve) your (?:hostname|reverse address|host name|ip)|client host rejected: cannot find
  > 450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]
unverifiable (?:ip|host)|permits \d+ unverifyable
  > 421 4.7.1 The network permits 10 unverifyable sending IPs
unable to (?:verify|resolve) (?:your|the) (?:ip|host|reverse)|hostname .{0,80}does(?: no|n')t resolve
  > 550 Unable to resolve your host name
  > 554 5.7.1 The hostname mx.example.com does not resolve

# reputation
\b(?:CDRBL|AUP#(?:BL|CDR|CXCNCT|CXSNDR))\b
  > 550 5.1.0 <bounce@example.com> sender rejected. AUP#CDRBL

# rate_limited
(?:ip|connection|sending|mail|message|domain|sender) frequency (?:is )?limited
  > 550 Ip frequency limited. http://service.mail.qq.com/
too many (?:recipients|messages? (?:from|this|in|per)|mails? (?:from|this|in|per)|connections?|concurrent|(?:smtp )?sessions|simultaneous|emails?)|sent to too many recipients
  > 452 4.5.3 Too many recipients
  > 421 4.4.5 Too many SMTP sessions for this host
  > 421 4.7.0 Too many concurrent SMTP connections from this IP address
rate[- ]?limit
  > 451 4.7.1 Your mail is rate limited
(?:exceed|over|above|reached).{0,50}(?:(?:rate|message|hourly|daily|sending|connection|session|recipient|mail(?:ing)?)s?(?: per [a-z]+)? ?(?:limit|quota|rate|count|threshold)|limit for (?:messages|connections))
  > 450 4.7.1 You have exceeded the hourly limit of 100
throttl
  > 451 4.7.1 Connection throttled
unusual rate
  > 421 4.7.0 Our system has detected an unusual rate of mail
(?:sending|receiving) (?:mail |messages )?(?:too (?:fast|quickly|many)|at a rate|limit)|at a rate that
  > 450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.
  > 450 4.2.1 The user you are trying to contact is receiving mail too quickly.
slow ?down|try (?:again )?(?:more )?slow|too (?:fast|frequent)
  > 421 4.7.0 Please slow down
connection rate|maximum (?:number of )?(?:connections|sessions)|concurren
  > 421 4.7.0 concurrent connection limit exceeded
  > 421 Maximum number of connections reached
\b[45]\.7\.28\b
  > 421 4.7.28 Our system has detected an unusual amount of mail

# greylisted
gr[ae]y[- ]?list
  > 450 4.7.1 <a@example.com>: Recipient address rejected: Greylisted
  > 451 DT:SPM graylisted, please try again in 5 minutes
first (?:time|attempt).{0,60}(?:later|again)
  > 451 4.7.1 This is your first attempt, please try again later
(?:policy|please) .{0,30}retry in \d+ ?(?:s|min)
  > 451 4.7.1 Please retry in 300 seconds

# reputation
\b(?:dns|rbl|dnsbl|r?hsbl|sbl|xbl|pbl|uribl|surbl|cbl|bl) ?(?:list|block|check|:)|\/rbl\b|real[- ]?time block
  > 550 5.7.1 Refused by our real-time blocking list
  > 550 Your address is in the PBL list
spamhaus|spamcop|sorbs|abuseat|uceprotect|invaluement|mailspike|senderscore
  > 550 5.7.1 Mail refused, see https://www.spamhaus.org/query/ip/192.0.2.1
barracudacentral|barracuda ?reputation|barracudanetworks\.com\/reputation
  > 550 Blocked by Barracuda Reputation. See http://www.barracudanetworks.com/reputation/?ip=192.0.2.1
proofpoint\.com\/(?:dnsbl|\?ip)|ipcheck\.proofpoint
  > 554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1
cloudmark\.com\/(?:reset|csi)|csi\.cloudmark
  > 421 4.7.0 See http://csi.cloudmark.com/reset-request
block(?:ed)? using
  > 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example.org
(?<!not )(?<!or )listed (?:in|on|at|by)\b(?! domino)
  > 550 5.7.1 192.0.2.1 is listed at bad.example.org
(?:on|in) (?:our|a|the|my) (?:local )?(?:block|black|deny)[ -]?list
  > 550 5.7.1 Your network is on our block list
dynamic(?:ally assigned)? (?:ip|host)|dial-?up (?:ip|host|pool)
  > 554 5.7.1 Mail from dynamic IP addresses is not accepted

# sender_rejected
sending to\/from an address that has been blacklisted
  > 550 5.7.1 You are sending to/from an address that has been blacklisted
sender (?:address |domain |mailbox |e-?mail )?(?:\S{1,100} )?(?:is |was |has been |you are )?(?:reject|refus|denied|not (?:allow|accept|exist|found|valid|verif|member|authori)|does not exist|block|blacklist|invalid|unknown|bad|banned|on (?:\S{1,30} )?(?:blacklist|denylist))
  > 450 4.1.8 <a@example.jp>: Sender address rejected: Domain not found
  > 550 5.7.0 Sender is on domain's blacklist
(?<!invalid )sender(?:'s)? (?:address|domain|verif\w*|callout).{0,40}(?:fail|reject|not (?:exist|found|resolv|accept|valid)|invalid|refus|block|blacklist|bad|deni)
  > 550 Sender verify failed
unroutable sender
  > 550 Unroutable sender address
(?:from|sender)(?: address|:)? ?:? ?domain (?:is |of |does )?(?:invalid|not|must)|domain of sender
  > 550 From: domain is invalid. Please provide a valid From:
unresolv\w+ (?:sender|from)
  > 553 5.1.8 Unresolvable sender
(?:blocked|rejected|refused|banned) (?:the )?(?:from )?(?:address|sender)
  > 550 5.7.1 Rejected sender
purported responsible
  > 550 5.7.1 Cannot determine Purported Responsible Address
mail from (?:\S{1,100} )?(?:reject|denied|refus|not)
  > 550 5.7.1 Mail from a@example.jp rejected
from address|envelope (?:from|sender)|null sender
  > 550 5.7.1 The envelope sender is no good here
invalid (?:sender|from|return)
  > 550 5.1.7 Invalid sender address
(?:your|from) (?:e-?mail )?address (?:\S{1,100} )?(?:is|was|has been) (?:blocked|rejected|blacklisted|not)
  > 550 Your e-mail address has been rejected
cannot receive from
  > 550 5.7.1 This user cannot receive from you
not (?:a )?(?:registered gateway user|subscribed|member)|member of this mailing list
  > 550 You are not a member of this mailing list
  > 550 5.7.1 a@example.jp is not a registered gateway user
you are not (?:a member|allowed to (?:post|send))
  > You are not allowed to post to this mailing list
(?:only|posting|post).{0,40}(?:members|subscribers|authorized senders)
  > Posting is restricted to subscribers
permission to post|rejected your message to the group
  > We're writing to let you know that the group you tried to contact may not exist, or you may not have permission to post messages to the group.
RESOLVER\.RST\.NotAuth
  > 550 5.7.1 RESOLVER.RST.NotAuth; not you
sender(?:s)? (?:must|need|is) (?:be )?(?:authenticat|intern)
  > 550 5.7.1 The sender must be authenticated

# relay_denied
relay(?:ing)? (?:access )?(?:is )?(?:denied|not (?:permit|allow)|prohibited|refused|disallowed)
  > 554 5.7.1 <a@example.com>: Relay access denied
(?:unable|cannot|can't|not (?:allowed|permitted)|not going|won't|refus\w+|no) (?:to )?relay
  > 550 5.7.1 Unable to relay for a@example.com
relay (?:to|for) .{0,60}(?:denied|not)|open relay
  > 550 5.7.1 This is not an open relay
(?:not|isn't) (?:in my list of allowed|one of our|an? (?:local|open)|hosted|a (?:valid )?local|in the allowed)|rcpthosts|locally hosted
  > 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)
5\.7\.64 TenantAttribution
  > 550 5.7.64 TenantAttribution; sorry
mail for .{0,60} not accepted|domain (?:not (?:found|hosted)|isn't allowed to be relayed)
  > 550 5.7.1 Mail for example.com not accepted here

# policy
smtp auth(?:entication)? (?:is )?required|authentication (?:is )?required|must authenticate|without authentication
  > 530 5.7.0 Authentication required
  > 550 5.7.1 SMTP AUTH is required

# reputation
unfortunately, (?:some )?messages from
  > 550 SC-001 (COL004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent.
\b(?:S|SC|DY|OU)-00[1-9]\b|\bS3(?:113|114|115|140|150)\b
  > 421 RP-001 S3150
  > 550 DY-001 Mail rejected by Outlook.com
poor reputation|(?:ip|domain|sender|low|bad|good|its|due to|host) reputation|reputation (?:of|score|is|service|block)
  > 554 5.7.1 Your IP has a poor reputation
  > 554 5.7.1 The server sending your mail does not have good reputation
(?:your|the|source|client|sending|sender|connecting) (?:ip|host|server|network|mail server|computer)(?: address)?.{0,80}(?:block|blacklist|bann?ed|reject|denied|refused|bad|spam|not (?:allow|accept)|listed)
  > 550 5.7.1 Client host rejected
(?:block|blacklist|bann|den[iy]|refus|reject)\w*.{0,40}(?:your |source |client |sending )?(?:ip|host)(?: address|name)?\b
  > 550 5.7.1 Refused, bad IP
blocked (?:by|for|due)
  > 550 5.7.1 Blocked by us
blacklist|blocklist|denylist|block list|black list|banned
  > 550 5.7.1 192.0.2.1 in blacklist
adresse ip source bloquee
  > 550 5.7.1 Adresse IP source bloquee pour incident de spam.
spamming
  > 550 Stop spamming
access (?:has been )?denied\.\.\.
  > 550 5.0.0 Access denied...
you(?:'ve| have) reached your da
  > 550 5.4.1 Sorry, you have reached your da
\b(?:CXMXRT|IB10[0-9]|IB21[0-9]|IB50[0-9]|RLY?:B[0-9])\b
  > 554 192.0.2.1 IB105
\bOFR[_ ]?999\b|OFR006
  > 550 5.2.0 Mail rejete. OFR_999
\(?NN-\d+
  > 554 mx.example.net NN-3009
\[HM08\]|\[CS01\]
  > 554 5.7.1 [CS01] Message not accepted
\b4\.7\.650\b
  > 451 4.7.650 The mail server [192.0.2.1] must wait
`;
