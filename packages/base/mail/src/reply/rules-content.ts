import type { ReplyRule } from './reply-rules.ts';

/** What receivers say when they do not want this message. */
export const contentRules: readonly ReplyRule[] = [
  {
    reason: 'virus',
    pattern:
      /\bvirus|malware|trojan|infected|worm\b|phishing|MCSpamSignature|security polic.{0,40}signature|(?:dangerous|malicious) (?:content|attachment|link|code)/i,
    says: '554 5.7.1 The message was rejected because it contains prohibited virus or spam content',
  },
  {
    reason: 'content',
    pattern: /headers? (?:is |are )?too (?:large|long|big)|multiple .{0,20}addresses in from/i,
    says: '552 5.6.0 Headers too large (3 max)',
  },
  {
    reason: 'message_too_large',
    pattern:
      /line too long|(?:message|mail|size|file|content|attachment|body|e-mail|data).{0,50}(?:too (?:large|big)|exceed\w*.{0,50}(?:size|limit|maximum|fixed)|(?:size|length) limit|larger than|over (?:the )?(?:max|size))|exceed\w*.{0,60}(?:message size|size limit|maximum (?:message |allowed )?size|maximal|mail size)|(?:message|mail) size (?:exceed|limit|violat|too)|size limit|line limit exceeded|too (?:large|big) (?:message|mail|for)|maximum message size/i,
    says: '552 5.3.4 Message size exceeds fixed limit',
  },
  {
    reason: 'content',
    pattern:
      /rfc ?[25][38]22|not RFC|multiple (?:subject|from|date|to) (?:headers|address)|(?:missing|invalid|bad|malformed|improper|illegal|duplicate|require[sd]?)\W{1,3}(?:\S{1,30} )?headers?|header(?:s)? (?:is |are )?(?:missing|invalid|malformed)|message[- ]?id (?:header )?(?:is )?(?:missing|required|invalid)|too many (?:hops|received)|(?:attachment|file).{0,40}(?:block|not (?:allow|permit|accept)|prohibit|forbid|reject|type)|(?:bare|naked) (?:lf|cr|newline|line ?feed)|illegal (?:attachment|content|character)|(?:8|eight)[- ]?bit.{0,30}(?:not|reject)|improper use of|mail loop|routing loop|loop detected|too many hop|conversion (?:required|not|failed)|unsupported (?:charset|encoding|media)|mime (?:error|structure|depth)|charset.{0,30}not|blocked extension/i,
    says: '550-5.7.1 This message is not RFC 5322 compliant. There are multiple Subject headers.',
  },
  {
    reason: 'spam_content',
    pattern:
      /\bspam(?!cop|haus|ming)|\bUBE\b|\bUCE\b|unsolicited|junk|bulk (?:mail|e-?mail)|(?:message|content|mail).{0,30}(?:look|appear|detect|consider|classif|identif|suspect|flagg)\w*.{0,30}(?:spam|bulk|junk|suspicious)|(?:message |mail |e-?mail )?content(?: has been| was| is)? (?:rejected|refused|denied|blocked|filter|not accept)|(?:rejected|blocked|refused) (?:by|due to|because of) (?:its |the |message )?(?:content|filter)|mail rejete|OFR[_ ]?506|\bLPN?105_105|(?:high|spam|score).{0,20}(?:score|probab)|likely (?:unsolicited|spam)|suspicious (?:due|message|content)|advertis|5\.7\.511 .{0,20}ban/i,
    says: '550 5.7.1 Message content rejected, UBE, id=00000-00-000',
  },
  {
    reason: 'policy',
    pattern:
      /(?:denied|reject\w*|block\w*|refused|violat\w*|prohibited) (?:by|due to|for|of|because of|against|per) .{0,30}polic|polic(?:y|ies) (?:violation|reject\w*|restriction|reasons)|violat\w+ .{0,30}polic/i,
    says: '550 Denied by policy',
  },
];
