/** Numbers in `[0, 1)` that a seed decides (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What makes readers of mail stumble: structure, encodings, charsets, recipients without end. */
const TOKENS = [
  'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\n',
  'Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;',
  'Content-Type: text/html\r\n\r\n<style',
  'Content-Transfer-Encoding: base64\r\n\r\n',
  'Content-Type: text/plain; charset=utf-16\r\n',
  'Subject: =?utf-8?B?',
  'Feedback-Type: abuse\r\n',
  'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.',
  'X-Failed-Recipients: ',
  '{"notificationType":"Bounce",',
  '--b1--\r\n',
  '\r\n\r\n',
  '\x1b$B',
  '\0',
  '<a@b.example>: ',
  '550-5.1.1 ',
  'user unknown ',
];
const REPEATS_MAX = 5_000;

/** One report, damaged in one to eight ways that `random` decides: cut, torn, stirred, joined with another, flooded. */
export function mutateReport(reports: readonly Buffer[], random: () => number): Buffer {
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(all: readonly T[]): T => all[below(all.length)]!;
  let bytes = Buffer.from(pick(reports));
  for (let left = 1 + below(8); left > 0; left -= 1) {
    const at = below(bytes.length + 1);
    const end = Math.min(bytes.length, at + below(400));
    const insert = (piece: Buffer) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(end)]);
    switch (below(8)) {
      case 0:
        bytes = bytes.subarray(0, at);
        break;
      case 1:
        bytes = insert(Buffer.alloc(0));
        break;
      case 2:
        bytes = insert(Buffer.from([below(256), below(256)]));
        break;
      case 3:
        bytes = insert(Buffer.from(pick(TOKENS), 'latin1'));
        break;
      case 4:
        bytes = insert(Buffer.from(pick(TOKENS).repeat(1 + below(random() < 0.05 ? REPEATS_MAX : 20)), 'latin1'));
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), pick(reports).subarray(at)]);
        break;
      case 6:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
        break;
      default:
        bytes = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', pick(['\n', '\r', '\r\n\r\n'])), 'latin1');
    }
  }
  return bytes;
}
