// A receiver that accepts everything, with PIPELINING, as quickly as Node can: `node sink.mjs OPTIONS`, a JSON object.
//   delayMs    every answer comes this much later: a receiver that is this far away
//   perSecond  messages a second that it takes; above, MAIL gets 421 and the connection is closed
//   record     keeps (Message-ID, recipient) of each message, so that duplicates are counted
//   watch      tells each message's X-Probe field at once
// Over the channel it says { port } once it listens, { probe } with `watch`, and answers `counts` with
// { accepted, duplicates, refused, bytes }; bytes: of the bodies of all messages that were taken.
import { createServer } from 'node:net';

const { delayMs = 0, perSecond = 0, record = false, watch = false } = JSON.parse(process.argv[2] ?? '{}');
const END = Buffer.from('\r\n.\r\n');
const seen = new Set();
let accepted = 0;
let duplicates = 0;
let refused = 0;
let bytes = 0;
// A tenth of a second's messages may come at once.
let allowed = perSecond / 10;
let filledAt = Date.now();

function permit() {
  if (perSecond === 0) return true;
  const now = Date.now();
  allowed = Math.min(perSecond / 10, allowed + ((now - filledAt) / 1_000) * perSecond);
  filledAt = now;
  if (allowed < 1) return false;
  allowed -= 1;
  return true;
}

function take(message, recipient) {
  accepted += 1;
  bytes += message.length - Math.max(0, message.indexOf('\r\n\r\n')) - 4;
  if (!record && !watch) return;
  const header = message.toString('latin1', 0, Math.max(0, message.indexOf('\r\n\r\n')));
  if (watch)
    process.send({ probe: /^X-Probe: (.*)$/im.exec(header)?.[1], at: performance.timeOrigin + performance.now() });
  if (!record) return;
  const key = `${/^Message-ID: *(<[^>]*>)/im.exec(header)?.[1]} ${recipient}`;
  if (seen.has(key)) duplicates += 1;
  seen.add(key);
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  const say = (text, end = false) => {
    const write = () => (end ? socket.end(text) : socket.write(text));
    if (delayMs === 0) write();
    else setTimeout(write, delayMs);
  };
  say('220 sink\r\n');
  let rest = Buffer.alloc(0);
  let scanned = 0;
  let inData = false;
  let recipient = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let answers = '';
    for (;;) {
      if (inData) {
        const end = rest.indexOf(END, scanned);
        if (end < 0) {
          scanned = Math.max(0, rest.length - END.length);
          break;
        }
        take(rest.subarray(0, end), recipient);
        rest = rest.subarray(end + END.length);
        scanned = 0;
        inData = false;
        answers += '250 2.0.0 Ok\r\n';
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) break;
      const line = rest.toString('latin1', 0, end);
      const word = line.slice(0, 4).toUpperCase();
      rest = rest.subarray(end + 2);
      if (word === 'EHLO') answers += '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n';
      else if (word === 'MAIL' && !permit()) {
        refused += 1;
        say(`${answers}421 4.7.28 too many messages, try again later\r\n`, true);
        socket.removeAllListeners('data').resume();
        return;
      } else if (word === 'DATA') {
        inData = true;
        answers += '354 go on\r\n';
      } else if (word === 'QUIT') {
        say(`${answers}221 bye\r\n`, true);
        return;
      } else {
        if (word === 'RCPT') recipient = line;
        answers += '250 2.1.0 Ok\r\n';
      }
    }
    if (answers) say(answers);
  });
});
server.listen(0, '127.0.0.1', 1_024, () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ counts: { accepted, duplicates, refused, bytes } }));
process.on('disconnect', () => process.exit());
