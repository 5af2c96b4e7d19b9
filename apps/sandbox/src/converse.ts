import { connect, type Socket } from 'node:net';

/** What stands in place of an answer when the connection was closed instead. */
export const CLOSED = 'closed';

/**
 * Says each text to an SMTP server and waits for one answer to each; the greeting is the first. CRLF is added at the
 * end. Answers of several lines are joined with line feeds. Rejects when the server cannot be reached.
 */
export async function converse(port: number, host: string, says: readonly string[]): Promise<string[]> {
  const socket = connect(port, host);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const next = readReplies(socket);
  const replies = [await next()];
  for (const text of says) {
    if (replies.at(-1) === CLOSED) break;
    socket.write(`${text}\r\n`);
    replies.push(await next());
  }
  socket.destroy();
  return replies;
}

/** Sends one message to one recipient; answers the replies to MAIL, RCPT, DATA and the dot as far as it came. */
export async function deliver(
  port: number,
  to: string,
  message = 'Subject: x\r\n\r\nx',
  host = '127.0.0.1',
  from = 'b@sender.test',
) {
  const says = ['EHLO me', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', `${message}\r\n.`];
  return (await converse(port, host, says)).slice(2);
}

function readReplies(socket: Socket): () => Promise<string> {
  const ready: string[] = [];
  const asked: ((reply: string) => void)[] = [];
  let text = '';
  const give = (reply: string) => {
    const ask = asked.shift();
    if (ask) ask(reply);
    else ready.push(reply);
  };
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('close', () => give(CLOSED));
  socket.on('data', (chunk) => {
    text += chunk;
    for (
      let match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
      match;
      match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text)
    ) {
      text = text.slice(match[0].length);
      give(match[0].trimEnd().replaceAll('\r\n', '\n'));
    }
  });
  return () =>
    new Promise((resolve) => {
      const reply = ready.shift();
      if (reply === undefined) asked.push(resolve);
      else resolve(reply);
    });
}
