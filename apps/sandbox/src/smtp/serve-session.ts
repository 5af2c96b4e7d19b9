import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Personality } from '../personality.ts';
import { openDialogue, type Step, type World } from './open-dialogue.ts';

const MOST_LINE_BYTES = 4_096;
const MOST_UNREAD_BYTES = 1_048_576;
const IDLE_MS = 300_000;
const LINGER_MS = 1_000;
const EMPTY = Buffer.alloc(0);
const LF = 10;
const CR = 13;

/**
 * Serves SMTP on one socket. Works through all that has arrived in one go and writes the answers of a round at once,
 * which is what makes pipelining cheap (RFC 2920). Returns a function that ends it at once.
 */
export function serveSession(
  first: Socket,
  world: World & { readonly secureContext: SecureContext },
  greeter?: Personality,
): () => void {
  const dialogue = openDialogue(world, { ip: first.remoteAddress ?? '', greeter });
  let socket = first;
  let pending: Buffer = EMPTY;
  let out = '';
  let isHeld = false;
  let isOver = false;

  first.setNoDelay(true);
  first.on('close', () => dialogue.leave());
  listen();
  take(dialogue.greet());
  flush();
  return cut;

  function listen(): void {
    socket.setTimeout(IDLE_MS, cut);
    socket.on('error', cut);
    socket.on('close', cut);
    socket.on('data', (chunk: Buffer) => {
      if (isOver) return;
      pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
      run();
    });
  }

  function run(): void {
    while (!isHeld && !isOver && pending.length > 0 && (dialogue.isReadingBody ? readBody() : readLine()));
    flush();
  }

  /** False when more bytes are needed. */
  function readBody(): boolean {
    const { used, step } = dialogue.body(pending);
    pending = used === undefined ? EMPTY : pending.subarray(used);
    if (step) take(step);
    return used !== undefined;
  }

  function readLine(): boolean {
    const end = pending.indexOf(LF);
    if (end > MOST_LINE_BYTES || (end < 0 && pending.length > MOST_LINE_BYTES)) {
      take(dialogue.refuseLine('421 5.5.2 Line too long'));
      return false;
    }
    if (end < 0) return false;
    const line = pending.subarray(0, end);
    pending = pending.subarray(end + 1);
    // A bare LF ends no command (RFC 5321 section 2.3.8).
    const isLine = line[end - 1] === CR;
    take(isLine ? dialogue.command(line.toString('utf8', 0, end - 1)) : dialogue.refuseLine('500 5.5.2 Bare LF'));
    return true;
  }

  function take(step: Step): void {
    if (step.kind === 'cut') cut();
    else if (step.kind === 'hang-up') hangUp();
    else if (step.kind === 'start-tls') startTls(step.text);
    else if (step.delayMs > 0) hold(step.delayMs, () => say(step.text, step.isLast));
    else say(step.text, step.isLast);
  }

  function say(text: string, isLast: boolean): void {
    out += `${text}\r\n`;
    if (isLast) hangUp();
  }

  /** Reads nothing else until the answer is due. */
  function hold(delayMs: number, then: () => void): void {
    flush();
    isHeld = true;
    socket.pause();
    setTimeout(() => {
      isHeld = false;
      if (isOver) return;
      then();
      socket.resume();
      run();
    }, delayMs);
  }

  function startTls(text: string): void {
    out += `${text}\r\n`;
    flush();
    // What came before the handshake could have been said by anybody.
    pending = EMPTY;
    socket.removeAllListeners('data');
    socket.removeAllListeners('timeout');
    if (greeter?.starttls === 'broken') {
      socket.on('data', () => socket.end('This is no TLS\r\n'));
      return;
    }
    dialogue.becomeSecure();
    socket = new TLSSocket(socket, { isServer: true, secureContext: world.secureContext });
    listen();
  }

  function flush(): void {
    if (out === '' || isOver) return;
    socket.write(out, 'latin1');
    out = '';
    // A client that sends and never reads must not fill our memory.
    if (socket.writableLength > MOST_UNREAD_BYTES) cut();
  }

  /** Reads on for a moment: to close with unread bytes would reset the connection and take the last answer with it. */
  function hangUp(): void {
    flush();
    isOver = true;
    pending = EMPTY;
    socket.end();
    setTimeout(() => first.destroy(), LINGER_MS).unref();
  }

  function cut(): void {
    isOver = true;
    pending = EMPTY;
    socket.destroy();
    first.destroy();
  }
}
