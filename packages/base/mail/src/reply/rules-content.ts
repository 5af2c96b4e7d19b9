/** What receivers say when they do not want this message. */
export const contentRules = String.raw`
# virus
\bvirus
  > 554 5.7.1 The message was rejected because it contains prohibited virus or spam content
malware|trojan|\bworm\b
  > 550 5.7.1 This message contains malware
infected
  > 554 5.6.0 Your message is infected
phishing|MCSpamSignature
  > 554 5.7.1 Phishing message
  > 554 Message refused [MCSpamSignature.x]
security polic.{0,40}signature
  > 550 5.7.1 Security policy: a signature matched
(?:dangerous|malicious) (?:content|attachment|link|code)
  > 550 5.7.1 Malicious attachment

# content
headers? (?:is |are )?too (?:large|long|big)
  > 552 5.6.0 Headers too large (3 max)

# message_too_large
line too long|line limit exceeded
  > 554 5.6.0 Line too long
(?:message|mail|size|file|content|attachment|body|e-mail|data).{0,50}(?:too (?:large|big)|exceed\w*.{0,50}(?:size|limit|maximum|fixed)|(?:size|length) limit|larger than|over (?:the )?(?:max|size))
  > 552 5.3.4 Message size exceeds fixed limit
  > 552 5.3.4 message file too big
exceed\w*.{0,60}(?:message size|size limit|maximum (?:message |allowed )?size|maximal|mail size)
  > 550 5.3.4 It exceeds the maximum allowed size
too (?:large|big) (?:message|mail|for)|size limit|maximum message size
  > 552 5.3.4 Too big for this host

# content
rfc ?[25][38]22|not RFC
  > 550-5.7.1 This message is not RFC 5322 compliant. There are multiple Subject headers.
multiple (?:subject|from|date|to) (?:headers|address)
  > 550 5.7.1 Mail with multiple Date headers is refused
(?:missing|invalid|bad|malformed|improper|illegal|duplicate|require[sd]?)\W{1,3}(?:\S{1,30} )?headers?|header(?:s)? (?:is |are )?(?:missing|invalid|malformed)
  > 554 5.6.0 Message contains invalid header
message[- ]?id (?:header )?(?:is )?(?:missing|required|invalid)
  > 550 5.7.1 Message-ID is missing
too many received
  > 554 5.6.0 Too many received fields
(?:attachment|file).{0,40}(?:block|not (?:allow|permit|accept)|prohibit|forbid|reject|type)|blocked extension
  > 554 5.7.1 Attachment not allowed
(?:bare|naked|lone) (?:lf|cr|newline|line ?feed)
  > 550 5.6.0 Bare LF is not taken
illegal (?:attachment|content|character)
  > 552 5.7.0 Our system detected an illegal attachment on your message
(?:8|eight)[- ]?bit.{0,30}(?:not|reject)|improper use of
  > 554 5.6.1 Eight bit data not allowed
conversion (?:required|not|failed)|unsupported (?:charset|encoding|media)|charset.{0,30}not
  > 554 5.6.3 Conversion required but not supported
mime (?:error|structure|depth)
  > 554 5.6.0 MIME structure unreadable

# spam_content
\bspam(?!cop|haus|ming)
  > 554 5.7.1 Spam detected
\bUBE\b|\bUCE\b|unsolicited|junk|bulk (?:mail|e-?mail)
  > 550 5.7.1 Message refused, UBE, id=00000-00-000
  > 550 5.7.1 We take no unsolicited mail
(?:message|content|mail).{0,30}(?:look|appear|detect|consider|classif|identif|suspect|flagg)\w*.{0,30}(?:bulk|junk|suspicious)
  > 550 5.7.1 The message looks suspicious
(?:message |mail |e-?mail )?content(?: has been| was| is)? (?:rejected|refused|denied|blocked|filter|not accept)
  > 550 5.7.1 Message content rejected, id=00000-00-000
(?:rejected|blocked|refused) (?:by|due to|because of) (?:its |the |message )?(?:content|filter)
  > 550 Rejected by filter
mail rejete|OFR[_ ]?506|\bLPN?105_105
  > 550 5.2.0 Mail rejete. OFR_506 [506]
(?:high|score).{0,20}(?:score|probab)
  > 554 5.7.1 Too high a score
suspicious (?:due|message|content)
  > 554 5.7.1 Suspicious content
advertis
  > 550 We take no advertising

# policy
(?:denied|reject\w*|block\w*|refused|violat\w*|prohibited) (?:by|due to|for|of|because of|against|per) .{0,30}polic
  > 550 Denied by policy
polic(?:y|ies) (?:violation|reject\w*|restriction|reasons)
  > 550 5.7.1 Policy violation
violat\w+ .{0,30}polic
  > 550 5.7.1 This violates all our policies
`;
