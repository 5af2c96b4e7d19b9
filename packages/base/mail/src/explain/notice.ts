/** Lines after which a notice quotes the mail that it returns. */
const quoteStarts: readonly RegExp[] = [
  /^[-=_* ]{2,}.{0,40}\b(?:copy of (?:the|your) message|original message|message header|returned message|unsent message|message text|message follows|below this line)/i,
  /^[-=_* ]{2,}.{0,40}(?:the headers? of the original|this is a copy|undelivered message|header(?:s)? of the message|original mail|end of message)/i,
  /^\s*(?:original|unsent|returned|undelivered) (?:message|mail)(?: header| text)?s?(?: follows?| is| below)?(?: attached)?\s*[:.]?\s*$/i,
  /^\s*(?:message headers? follows?|included is a copy of the message header|below is a copy of the original message|the original message follows|your original message|a copy of (?:the|your) (?:original )?message|the following is a copy|received headers?)\b/i,
  /^\s*\|?-+ ?(?:message log|start of message|元のメッセージ|original|以下).{0,40}-+/i,
];
const headerLine =
  /^(?:Return-Path|Received|DKIM-Signature|X-Originating-IP|Message-ID|X-Envelope-From|ARC-Seal|X-Received)\s*:/i;

/** Cuts the notice, written by the system that returns a mail, from the mail quoted after it. */
export function splitNotice(text: string): { notice: string; quoted: string } {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const starts = index > 0 && quoteStarts.some((one) => one.test(line.slice(0, 200)));
    if (starts || isHeaderBlock(lines, index)) {
      return { notice: lines.slice(0, index).join('\n'), quoted: lines.slice(starts ? index + 1 : index).join('\n') };
    }
  }
  return { notice: text, quoted: '' };
}

/** Trace fields at the start of a line, with more fields after it, are the returned mail's header. */
function isHeaderBlock(lines: readonly string[], index: number): boolean {
  if (!headerLine.test(lines[index]!)) return false;
  let fields = 0;
  for (const line of lines.slice(index, index + 40)) {
    if (/^[A-Za-z][\w-]*\s*:/.test(line)) fields += 1;
    else if (line.trim() === '' || !/^\s/.test(line)) break;
  }
  return fields >= 3;
}
