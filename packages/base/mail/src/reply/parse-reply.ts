export type SmtpReply = {
  /** 200-599; 0 when the server did not speak SMTP. */
  readonly code: number;
  /** RFC 2034, such as `5.1.1`. */
  readonly enhanced: string | null;
  /** All lines, without their codes, joined by one blank. */
  readonly text: string;
};

const TEXT_MAX = 4000;
const line = /^([2-5]\d\d)([ -]?)(.*)$/;
const enhancedCode = /^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)/;

/** One reply from its lines (RFC 5321 4.2), without their CRLF. The text is cut at 4,000 characters. */
export function parseReply(lines: readonly string[]): SmtpReply {
  let code = 0;
  let enhanced: string | null = null;
  const texts: string[] = [];
  for (const one of lines) {
    const match = line.exec(one);
    if (!match) {
      texts.push(one.trim());
      continue;
    }
    code = Number(match[1]);
    let text = match[3]!.trim();
    const status = enhancedCode.exec(text);
    // A status of another class than the code's is text (RFC 2034 4): `550 4.2.2 ...` exists, and the code decides.
    if (status && status[1]![0] === match[1]![0]) {
      enhanced ??= status[1]!;
      text = text.slice(status[0].length);
    }
    if (text !== '') texts.push(text);
  }
  return { code, enhanced, text: texts.join(' ').slice(0, TEXT_MAX) };
}

/** The complete replies at the start of what was received, and what is left over for the next time. */
export function parseReplyLines(received: string): { replies: SmtpReply[]; rest: string } {
  const replies: SmtpReply[] = [];
  let pending: string[] = [];
  let rest = 0;
  let start = 0;
  for (let end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n', start)) {
    const one = received.slice(start, received[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
    pending.push(one);
    if (/^\d\d\d-/.test(one)) continue;
    replies.push(parseReply(pending));
    pending = [];
    rest = start;
  }
  return { replies, rest: received.slice(rest) };
}
