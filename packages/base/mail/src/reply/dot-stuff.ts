const CR = 13;
const LF = 10;
const DOT = 46;
const CRLF = Buffer.from('\r\n');

/**
 * The message as DATA carries it (RFC 5321 4.5.2): a dot at the start of a line is doubled, the last line
 * is ended. Without the final dot. A message that needs nothing is returned as it is.
 */
export function dotStuff(message: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  const stuff = (at: number) => {
    // The dot itself is the end of one piece and the start of the next, so it stands twice.
    pieces.push(message.subarray(from, at + 1));
    from = at;
  };
  if (message[0] === DOT) stuff(0);
  for (let at = message.indexOf('\r\n.'); at >= 0; at = message.indexOf('\r\n.', at + 3)) stuff(at + 2);
  const ended = message.length >= 2 && message[message.length - 1] === LF && message[message.length - 2] === CR;
  if (pieces.length === 0 && ended) return message;
  pieces.push(message.subarray(from));
  if (!ended && message.length > 0) pieces.push(CRLF);
  return Buffer.concat(pieces);
}

/** True when a CR or an LF stands alone: the material of SMTP smuggling (RFC 5321 2.3.8). */
export function hasBareLineEnds(message: Buffer): boolean {
  let lines = 0;
  for (let at = message.indexOf(LF); at >= 0; at = message.indexOf(LF, at + 1)) {
    if (at === 0 || message[at - 1] !== CR) return true;
    lines += 1;
  }
  for (let at = message.indexOf(CR); at >= 0; at = message.indexOf(CR, at + 1)) lines -= 1;
  return lines !== 0;
}
