import type { ReplyRule } from './reply-rules.ts';

/** Authentication, then the sender's address, then reputation: what receivers say when they do not want the sender. */
export const senderRules: readonly ReplyRule[] = [
  {
    reason: 'policy',
    pattern: /\b5\.7\.9\b.{0,60}(?:not accepted for policy reasons|\brejected)\b/i,
    says: '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example/error-codes',
  },
  {
    reason: 'policy',
    pattern: /\b5\.7\.515\b|required authentication level/i,
    says: "550 5.7.515 Access denied, sending domain EXAMPLE.JP doesn't meet the required authentication level.",
  },
  {
    reason: 'auth_failed',
    pattern: /\b[45]\.7\.(?:2[0-79]|3[01]|40|50[89]|512)\b/,
    says: '550 5.7.26 This mail has been blocked because the sender is unauthenticated.',
  },
  {
    reason: 'auth_failed',
    pattern:
      /\b(?:spf|dkim|dmarc|sender ?id)\b.{0,80}(?:fail|reject|check|policy|record|not (?:pass|align|permit|allow)|invalid|unauthor|block|verif)|(?:fail|reject|violat|bad|unauthenticated|not pass|due to|because of).{0,80}\b(?:spf|dkim|dmarc|sender policy framework)\b/i,
    says: '550 DMARC check failed.',
  },
  {
    reason: 'auth_failed',
    pattern:
      /unauthenticated (?:e-?mail|mail|message)|domain owner discourages the use of this host|is not (?:authorized|allowed|permitted) to send (?:mail|e-?mails?|messages)? ?(?:from|for|on behalf)|not authorized to (?:send from|use) this (?:domain|ip)/i,
    says: '550 5.7.1 Unauthenticated email is not accepted from this domain.',
  },
  {
    reason: 'auth_failed',
    pattern:
      /reverse[- ]?(?:dns|lookup|name|resolution|ip)|\b(?:r?ptr)\b.{0,40}(?:record|check|name|require|dns|entr|found|missing|match)|(?:no|missing|invalid|without|lacks|has no|requires?|valid) (?:valid |correct |matching |a )?(?:reverse |forward )?(?:r?dns|ptr)\b|ip name lookup failed|does(?: no|n't)t? have authentication information|cannot (?:find|resolve) your (?:hostname|reverse address|host name|ip)|client host rejected: cannot find|unverifiable (?:ip|host)|permits \d+ unverifyable|unable to (?:verify|resolve) (?:your|the) (?:ip|host|reverse)|hostname .{0,80}does(?: no|n')t resolve/i,
    says: '554 5.7.1 Reverse DNS lookup for host 192.0.2.1 failed.',
  },
  {
    reason: 'reputation',
    pattern: /\b(?:CDRBL|AUP#(?:BL|CDR|CXCNCT|CXSNDR))\b/,
    says: '550 5.1.0 <bounce@example.com> sender rejected. AUP#CDRBL',
  },
  {
    reason: 'rate_limited',
    pattern:
      /(?:ip|connection|sending|mail|message|domain|sender) frequency (?:is )?limited|too many (?:recipients|messages? (?:from|this|in|per)|mails? (?:from|this|in|per)|connections?|concurrent|sessions|simultaneous|emails?)|sent to too many recipients|rate[- ]?limit|(?:exceed|over|above|reached).{0,50}(?:(?:rate|message|hourly|daily|sending|connection|session|recipient|mail(?:ing)?)s?(?: per [a-z]+)? ?(?:limit|quota|rate|count|threshold)|limit for (?:messages|connections))|throttl|unusual rate|(?:sending|receiving) (?:mail |messages )?(?:too (?:fast|quickly|many)|at a rate|limit)|at a rate that|slow ?down|try (?:again )?(?:more )?slow|connection rate|too (?:fast|frequent)|maximum (?:number of )?(?:connections|sessions)|concurren/i,
    says: '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.',
  },
  {
    reason: 'rate_limited',
    pattern: /\b[45]\.7\.28\b/,
    says: '421 4.7.28 Our system has detected an unusual amount of mail',
  },
  {
    reason: 'greylisted',
    pattern:
      /gr[ae]y[- ]?list|you (?:are|have been) (?:grey|being gr)|first (?:time|attempt).{0,60}(?:later|again)|(?:policy|please) .{0,30}retry in \d+ ?(?:s|min)/i,
    says: '450 4.7.1 <a@example.com>: Recipient address rejected: Greylisted',
  },
  {
    reason: 'reputation',
    pattern:
      /\b(?:dns|rbl|dnsbl|r?hsbl|sbl|xbl|pbl|uribl|surbl|cbl|bl) ?(?:list|block|check|:)|spamhaus|spamcop|sorbs|barracudacentral|abuseat|uceprotect|invaluement|mailspike|proofpoint\.com\/(?:dnsbl|\?ip)|ipcheck\.proofpoint|senderscore|cloudmark\.com\/(?:reset|csi)|csi\.cloudmark|block(?:ed)? using|(?<!not )(?<!or )listed (?:in|on|at|by)\b(?! domino)|(?:on|in) (?:our|a|the|my) (?:local )?(?:block|black|deny)[ -]?list|\/rbl\b|real[- ]?time block/i,
    says: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example.org',
  },
  {
    reason: 'sender_rejected',
    pattern:
      /sending to\/from an address that has been blacklisted|sender (?:address |domain |mailbox |e-?mail )?(?:\S{1,100} )?(?:is |was |has been |you are )?(?:reject|refus|denied|not (?:allow|accept|exist|found|valid|verif|member|authori)|does not exist|block|blacklist|invalid|unknown|bad|banned|on (?:blacklist|denylist))|sender(?:'s)? (?:address|domain|verif\w*|callout).{0,40}(?:fail|reject|not (?:exist|found|resolv|accept|valid)|invalid|refus|block|blacklist|bad|deni)/i,
    says: '550 Sender verify failed',
  },
  {
    reason: 'sender_rejected',
    pattern:
      /unroutable sender|(?:from|sender)(?: address|:)? ?:? ?domain (?:is |of |does )?(?:invalid|not|must)|domain of sender|unresolv\w+ (?:sender|from)|(?:blocked|rejected|refused|banned) (?:the )?(?:from )?(?:address|sender)|purported responsible|mail from (?:\S{1,100} )?(?:reject|denied|refus|not)|from address|envelope (?:from|sender)|invalid (?:sender|from|return)|null sender|(?:your|from) (?:e-?mail )?address (?:\S{1,100} )?(?:is|was|has been) (?:blocked|rejected|blacklisted|not)|cannot receive from|not (?:a )?(?:registered gateway user|subscribed|member)|you are not (?:a member|allowed to (?:post|send))|(?:only|posting|post).{0,40}(?:members|subscribers|authorized senders)|member of this mailing list|permission to post|rejected your message to the group|RESOLVER\.RST\.NotAuth|sender(?:s)? (?:must|need|is) (?:be )?(?:authenticat|intern)/i,
    says: '550 Unroutable sender address',
  },
  {
    reason: 'relay_denied',
    pattern:
      /relay(?:ing)? (?:access )?(?:is )?(?:denied|not (?:permit|allow)|prohibited|refused|disallowed)|(?:unable|cannot|can't|not (?:allowed|permitted)|not going|won't|refus\w+|no) (?:to )?relay|relay (?:to|for) .{0,60}(?:denied|not)|open relay|(?:not|isn't) (?:in my list of allowed|one of our|an? (?:local|open)|hosted|a (?:valid )?local|in the allowed)|rcpthosts|locally hosted|5\.7\.64 TenantAttribution|mail for .{0,60} not accepted|domain (?:not (?:found|hosted)|isn't allowed to be relayed)/i,
    says: '554 5.7.1 <a@example.com>: Relay access denied',
  },
  {
    reason: 'policy',
    pattern:
      /smtp auth(?:entication)? (?:is )?required|authentication (?:is )?required|must authenticate|without authentication/i,
    says: '550 Please turn on SMTP Authentication in your mail client.',
  },
  {
    reason: 'reputation',
    pattern:
      /unfortunately, (?:some )?messages from|\b(?:S|SC|DY|OU)-00[1-9]\b|\bS3(?:113|114|115|140|150)\b|poor reputation|(?:ip|domain|sender|low|bad|its|due to|host) reputation|reputation (?:of|score|is|service|block)|(?:your|the|source|client|sending|sender|connecting) (?:ip|host|server|network|mail server|computer)(?: address)?.{0,80}(?:block|blacklist|bannn?ed|reject|denied|refused|bad|spam|not (?:allow|accept)|listed)|(?:block|blacklist|bann|den[iy]|refus|reject)\w*.{0,40}(?:your |source |client |sending )?(?:ip|host)(?: address|name)?\b|blocked (?:by|for|due)|blacklist|blocklist|denylist|block list|black list|banned|adresse ip source bloquee|spamming|access (?:has been )?denied\.\.\.|you(?:'ve| have) reached your da|HVU:B1|\b(?:CXMXRT|IB10[0-9]|IB21[0-9]|IB50[0-9]|RLY?:B[0-9])\b|\bOFR[_ ]?999\b|OFR006|\(?NN-\d+|\[HM08\]|\[CS01\]|\b4\.7\.650\b/i,
    says: "550 SC-001 (COL004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent.",
  },
];
