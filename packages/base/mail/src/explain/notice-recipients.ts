import { findAddress } from './find-address.ts';
import { findCodes } from './find-codes.ts';
import type { Finding } from './report.ts';

const RECIPIENTS_MAX = 200;
const BLOCK_LINES = 30;

/** `<a@b>`, `a@b:`, `* a@b`, `"a@b":` at the start of a line: how most systems begin what they say about a recipient. */
const leading =
  /^[ \t>*•|-]{0,12}(?:\[?\d{1,3}[).\]:] {0,2})?(?:(?:recipient|to|for|address|user|宛先|メールアドレス)\s{0,2}[:：]\s{0,4})?(?:[\w.-]{1,40}:\d{1,12}:)?["'<[(]{0,2}([^\s<>()[\]:;,@"']{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62})\b/i;

/** `550 5.1.1 <a@b>... User unknown`: how sendmail tells it. Without the dots it may be the sender that the reply names. */
const transcript = /^[ \t]{0,12}[45]\d\d[ -](?:\d\.\d{1,3}\.\d{1,3} )?<([^\s<>@]{1,64}@[a-z0-9.-]{3,253})>\.\.\.\s/i;

/** Addresses inside a sentence, from the surest to the least sure. */
const inside: readonly RegExp[] = [
  /\bRCPT TO:\s{0,2}<?([^\s<>]{1,64}@[^\s<>]{3,253}?)>?(?=[\s>:;,]|\.(?:\s|$)|$)/gi,
  /\b(?:rejected (?:the )?recipient|(?:delivery|message|mail) failed(?: \d{1,4} attempts)?|recipient(?:\(s\))?|delivered to|deliver (?:the |your )?(?:message|mail|e-?mail)? ?to|message to|mail to|delivery to|userid|mailbox|user|address(?:es)?|inbox|sent to|account)(?=[\s:"'<([])\s{0,2}:?\s{0,2}["'<([]{0,2}([^\s<>()[\]:;,@"']{1,64}@[a-z0-9.-]{3,253})/gi,
  /<([^\s<>()[\]:;,@"']{1,64}@[a-z0-9.-]{3,253})>/gi,
];

/** The recipients that a notice (of part `part`) names, each with the lines that speak of it. */
export function readNoticeRecipients(notice: string, part: string): Finding[] {
  const places = { saidIn: part, aroundIn: part };
  const lines = notice.split('\n').slice(0, 2000);
  const starts: { index: number; recipient: string; above: boolean }[] = [];
  for (const [index, line] of lines.entries()) {
    const begins = leading.exec(line.slice(0, 400));
    const match = begins ?? transcript.exec(line.slice(0, 400));
    if (match && !/^\s*(?:from|sender|reply-to|subject|message-id|date)\s*:/i.test(line)) {
      starts.push({ index, recipient: match[1]!.toLowerCase(), above: begins === null });
    }
    if (starts.length >= RECIPIENTS_MAX) break;
  }
  if (starts.length === 0) return findInside(notice, part);
  const findings = new Map<string, Finding>();
  for (const [order, { index, recipient, above }] of starts.entries()) {
    const said = (
      above ? linesAbove(lines, starts[order - 1]?.index, index) : linesBelow(lines, starts[order + 1]?.index, index)
    ).join('\n');
    const before = findings.get(recipient);
    findings.set(recipient, {
      recipient,
      action: 'failed',
      status: null,
      said: before ? `${before.said}\n${said}` : said,
      around: notice,
      ...places,
    });
  }
  const all = [...findings.values()];
  const [only] = all;
  // The reply may stand before the address; with one recipient the whole notice speaks of it.
  if (
    all.length === 1 &&
    only &&
    findCodes(only.said).code === null &&
    findCodes(notice.slice(0, 20_000)).code !== null
  ) {
    return [{ ...only, said: notice.slice(0, 20_000) }];
  }
  return all;
}

function linesBelow(lines: readonly string[], next: number | undefined, index: number): readonly string[] {
  const block = lines.slice(index, Math.min(next ?? lines.length, index + BLOCK_LINES));
  const end = block.findIndex((line) =>
    /^[> \t]{0,8}(?:Reporting-MTA|Final-Recipient|Return-Path|Received)\s*:/i.test(line),
  );
  return end > 0 ? block.slice(0, end) : block;
}

/** In sendmail's transcript what the server said stands above the line that sums it up. */
function linesAbove(lines: readonly string[], before: number | undefined, index: number): readonly string[] {
  const talk = lines
    .slice(Math.max((before ?? -1) + 1, index - BLOCK_LINES), index)
    .filter((line) => /<<<|>>>/.test(line));
  return [...talk.map((line) => line.replace(/^.{0,10}<<< ?/, '')), lines[index]!];
}

function findInside(notice: string, part: string): Finding[] {
  const text = notice.slice(0, 20_000);
  const words = { said: text, around: text, saidIn: part, aroundIn: part };
  for (const pattern of inside) {
    const found = new Set<string>();
    for (const match of text.matchAll(pattern)) {
      const recipient = findAddress(match[1]!);
      if (recipient !== null && !/^(?:postmaster|mailer-daemon|abuse)@/.test(recipient)) found.add(recipient);
      if (found.size >= RECIPIENTS_MAX) break;
    }
    if (found.size > 0) {
      return [...found].map((recipient) => ({ recipient, action: 'failed', status: null, ...words }));
    }
  }
  return [];
}
