import type { ReplyRule } from './reply-rules.ts';

/** Time, names, connections and the remote system itself. */
export const siteRules: readonly ReplyRule[] = [
  {
    reason: 'network',
    pattern:
      /malformed or unexpected name server reply|(?:not found|unknown), try again|(?:name service|name server|dns).{0,60}temporar\w+ (?:fail|err|unavail|lookup)|temporary (?:dns|name) |DNS Error:.{0,60}lookup of .{0,120}(?:NXDOMAIN|NOERROR|SERVFAIL|no relevant answers)|host name lookup failure|name server: .{0,60}(?:host name lookup|timeout)/i,
    says: "DNS Error: 1 DNS type 'mx' lookup of example.jp responded with code NXDOMAIN",
  },
  {
    reason: 'bad_domain',
    pattern:
      /(?:host|domain|smtp host)(?: name| \S{1,253})? ?:? ?(?:is |was |does |could )?(?:unknown|not (?:be )?(?:found|exist|known)|no such|non[- ]?exist\w*|doesn't exist|invalid)|name service error|(?:unknown|no such|unrouteable|unroutable|non-?existent|unresolvable) (?:mail )?(?:host|domain)|no mx (?:record|host|or a)|couldn't find (?:any host|a mail exchanger)|unrouteable address|no (?:valid )?(?:mail ?servers?|mx|mail exchanger|a or mx|hosts?) (?:records? )?(?:for|found|could be)|domain (?:name )?(?:is )?not (?:reachable|valid|resolv|found)|(?:no|not) (?:dns|mx) (?:entry|record)|all relevant mx records point to non-existent|mail exchanger.{0,30}(?:not|missing)|unrout(?:e)?able (?:mail )?domain|domain .{0,80} does not exist|can't find (?:any )?host|host or domain name not found|smtp_?domain_?not_?found|nxdomain|recipient address rejected: (?:domain|unknown domain)/i,
    says: 'Host or domain name not found. Name service error for name=example.jp type=A: Host not found',
  },
  {
    reason: 'tls',
    pattern:
      /starttls|\btls\b.{0,40}(?:required|fail|error|negotiat|handshake|unavail|not)|(?:does not|doesn't) support tls|(?:require|must|need).{0,30}\b(?:tls|encrypt)|certificate.{0,40}(?:verif|fail|invalid|expire|untrust|not)|encryption (?:is )?(?:required|needed)|ssl (?:error|handshake)/i,
    says: '530 5.7.0 Must issue a STARTTLS command first',
  },
  {
    reason: 'network',
    pattern:
      /(?:mail|message) (?:loops? back|for .{0,100} loops back)|loops back to (?:myself|me)|mail server loop|config error: mail loops|network (?:is )?unreachable|no route to host|connection (?:was )?(?:reset|lost|dropped|closed|aborted)|lost connection|broken pipe|(?:host|destination) (?:is )?unreachable/i,
    says: 'mail for example.org loops back to myself',
  },
  {
    reason: 'expired',
    pattern:
      /retry time(?:out)? (?:exceeded|not reached)|(?:delivery|message|queue|connection|conversation|operation|smtp) ?(?:retry )?(?:attempt )?(?:timed?[- ]?out|time limit|expired|period)|timed? ?out|time-?out|(?:in|on) (?:the )?queue (?:for )?(?:too|longer)|not (?:be )?deliver\w* (?:for|within|after|in) (?:\d+|too)|(?:message|delivery) (?:has )?expired|expired|could not be delivered for|(?:has|have) been retried|(?:will|message will) be retried for|exceeded (?:the )?(?:max|retry|queue)|host not reachable|(?:did not|not) accept our requests to connect|connection refused|no answer from host|not reachable|unable to connect|can(?:no|')t (?:connect|establish)|wasn't able to establish an smtp connection|couldn't (?:connect|deliver .{0,60} (?:hours|days))|cannot send message for \d+ days|(?:server|host) (?:is )?(?:not responding|unavailable|down)\b|tried .{0,30}times/i,
    says: 'connect to mx.example.jp[192.0.2.79]:25: Connection timed out',
  },
];
