// Messages over SMTP AUTH, as fast as the sessions carry them: `node send-load.mjs PORT USER PASSWORD SESSIONS MESSAGES BYTES FROM`.
// USER `-`: no AUTH. Each session keeps its connection and sends MAIL, RCPT and DATA in one packet where PIPELINING is offered.
// Prints what `Sent` of send-load.ts names; all sessions are logged in before the first MAIL.
import { connect } from 'node:net';

const [port, user, password, sessions, messages, bytes, from] = process.argv.slice(2);
const total = Number(messages);
const DOMAINS = 50;
const line = `${'The quick brown fox jumps over the lazy dog, and so on until the line is full.'.slice(0, 74)}\r\n`;
const body = line.repeat(Math.ceil(Number(bytes) / line.length)).slice(0, Number(bytes) - 300);
let next = 0;
let accepted = 0;
let refused = 0;

async function openSession() {
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  let text = '';
  let wake;
  let ended = false;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    wake?.();
  });
  const end = () => {
    ended = true;
    wake?.();
  };
  socket.on('close', end).on('error', end);
  const read = async () => {
    for (;;) {
      const found = /^(?:\d{3}-[^\n]*\n)*(\d{3}) [^\n]*\n/.exec(text);
      if (found) {
        text = text.slice(found[0].length);
        return found;
      }
      if (ended) throw new Error('the server has closed the connection');
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  };
  const need = async (code) => {
    const found = await read();
    if (found[1] !== code) throw new Error(`expected ${code}, got ${found[0].trim()}`);
    return found[0];
  };
  await need('220');
  socket.write('EHLO bench.test\r\n');
  const pipelining = (await need('250')).includes('PIPELINING');
  if (user !== '-') {
    socket.write(`AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}\r\n`);
    await need('235');
  }
  return {
    async run() {
      while (next < total) {
        const n = next++;
        const rcpt = `person${n}@d${n % DOMAINS}.test`;
        const commands = [`MAIL FROM:<${from}>\r\n`, `RCPT TO:<${rcpt}>\r\n`, 'DATA\r\n'];
        if (pipelining) socket.write(commands.join(''));
        for (const [at, code] of ['250', '250', '354'].entries()) {
          if (!pipelining) socket.write(commands[at]);
          await need(code);
        }
        socket.write(
          `From: Bench <${from}>\r\nTo: <${rcpt}>\r\nSubject: message ${n}\r\nDate: Tue, 24 Nov 2026 12:00:00 +0900\r\nMessage-ID: <${n}.${process.pid}@bench.test>\r\nMIME-Version: 1.0\r\n\r\n${body}\r\n.\r\n`,
        );
        if ((await read())[1] === '250') accepted++;
        else refused++;
      }
      socket.end('QUIT\r\n');
    },
  };
}

const opened = await Promise.all(Array.from({ length: Number(sessions) }, openSession));
const openedMs = performance.now();
await Promise.all(opened.map((session) => session.run()));
const ms = performance.now() - openedMs;
const cpu = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({ accepted, refused, ms, openedMs, cpuMicroseconds: cpu.user + cpu.system })}\n`,
);
