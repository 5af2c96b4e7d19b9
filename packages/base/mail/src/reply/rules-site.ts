/** Time, names, connections and the remote system itself. */
export const siteRules = String.raw`
# network
malformed or unexpected name server reply
  > Name service error for name=example.jp type=MX: Malformed or unexpected name server reply
(?:not found|unknown), try again
  > Host or domain name not found. Name service error for name=example.jp type=MX: Host not found, try again
(?:name service|name server|dns).{0,60}temporar\w+ (?:fail|err|unavail|lookup)|temporary (?:dns|name)\s
  > 451 4.4.3 DNS query: temporary lookup failure
DNS Error:.{0,60}lookup of .{0,120}(?:NXDOMAIN|NOERROR|SERVFAIL|no relevant answers)
  > DNS Error: 1 DNS type 'mx' lookup of example.jp responded with code NXDOMAIN
host name lookup failure|name server: .{0,60}(?:host name lookup|timeout)
  > 451 example.jp: Name server: example.jp: host name lookup failure

# bad_domain
domain of recipient
  > 550 5.1.2 Domain of recipient address does not exist
(?:host|domain|smtp host)(?: name| \S{1,253})? ?:? ?(?:is |was |does |could )?(?:unknown|not (?:be )?(?:found|exist|known)|no such|non[- ]?exist\w*|doesn't exist|invalid)
  > 550 5.1.2 <a@example.jp>... Host unknown
  > 550 5.4.310 DNS domain example.co.jp does not exist
name service error
  > Name service error for name=example.jp type=A
(?:unknown|no such|unrouteable|unroutable|non-?existent|unresolvable) (?:mail )?(?:host|domain)|unrout(?:e)?able (?:mail )?domain
  > 550 Unrouteable mail domain "example.jp"
  > 550 5.1.2 No such domain
no mx (?:record|host|or a)|(?:no|not) (?:dns|mx) (?:entry|record)
  > an MX or SRV record indicated no MX record
couldn't find (?:any host|a mail exchanger)|can't find (?:any )?host
  > Sorry, I couldn't find any host named example.jp. (#5.1.2)
unrouteable address
  > Unrouteable address
no (?:valid )?(?:mail ?servers?|mx|mail exchanger|a or mx|hosts?) (?:records? )?(?:for|found|could be)|mail exchanger.{0,30}(?:not|missing)
  > No mail servers could be found
domain (?:name )?(?:is )?not (?:reachable|valid|resolv)
  > 550 Domain is not reachable
all relevant mx records point to non-existent
  > all relevant MX records point to non-existent machines
smtp_?domain_?not_?found|nxdomain|SMTPSEND\.DNS\.NonExistent
  > 550 SMTP_DOMAIN_NOT_FOUND
recipient address rejected: (?:domain|unknown domain)
  > 554 5.7.1 Recipient address rejected: Domain closed
name or service not known|unable to look ?up host
  > 5.4.4 unable to look up host example.jp: Name or service not known

# tls
starttls
  > 530 5.7.0 Must issue a STARTTLS command first
\btls\b.{0,40}(?:required|fail|error|negotiat|handshake|unavail|not)
  > 451 4.7.5 TLS negotiation failed
(?:does not|doesn't) support tls|(?:require|must|need).{0,30}\b(?:tls|encrypt)
  > 550 5.7.10 We require TLS
certificate.{0,40}(?:verif|fail|invalid|expire|untrust|not)
  > Server certificate not trusted
encryption (?:is )?(?:required|needed)
  > 550 5.7.4 Session encryption is required
ssl (?:error|handshake)
  > SSL error 1

# network
(?:mail|message) (?:loops? back|for .{0,100} loops back)|loops back to (?:myself|me)
  > mail for example.org loops back to myself
network (?:is )?unreachable|no route to host|(?:host|destination) (?:is )?unreachable
  > connect to mx.example.com[192.0.2.1]:25: No route to host
connection (?:was )?(?:reset|lost|dropped|closed|aborted)|lost connection|broken pipe
  > lost connection with mx.example.com[192.0.2.1] while sending RCPT TO
  > 442 Connection dropped

# expired
retry time(?:out)? (?:exceeded|not reached)
  > retry time not reached for any host after a long failure period
(?:delivery|message|queue|connection|conversation|operation|smtp) ?(?:retry )?(?:attempt )?(?:timed?[- ]?out|time limit|expired|period)
  > connect to mx.example.jp[192.0.2.79]:25: Connection timed out
timed? ?out|time-?out
  > mx.example.jp: Timed out
(?:in|on) (?:the )?queue (?:for )?(?:too|longer)
  > This message has been in the queue too long.
not (?:be )?deliver\w* (?:for|within|after|in) (?:\d+|too)
  > It could not be delivered within 4 days
expired
  > Delivery time expired
could not be delivered for|cannot send message for \d+ days|couldn't deliver .{0,60} (?:hours|days)
  > Cannot send message for 5 days
(?:has|have) been retried|(?:will|message will) be retried for
  > It has been retried
exceeded (?:the )?(?:max|retry|queue)
  > It exceeded the maximum time in transit
host not reachable|not reachable|no answer from host
  > 4.4.1 No answer from host
(?:did not|not) accept our requests to connect|connection refused
  > connect to mx.example.com[192.0.2.1]:25: Connection refused
  > The recipient server did not accept our requests to connect.
unable to connect|can(?:no|')t (?:connect|establish)|couldn't connect
  > Unable to connect to mx.example.com
wasn't able to establish
  > Sorry, I wasn't able to establish a session
(?:server|host) (?:is )?(?:not responding|unavailable|down)\b
  > The remote server is not responding
tried .{0,30}times
  > We tried it 12 times
`;
