import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type Step = 'connect' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot';

/**
 * What a receiver does at a step: says these bytes (once `after` is there, or one by one), or leaves (at once, or having
 * kept silent for a while), or says nothing ever again.
 */
export type Act =
  | { readonly say: string; readonly after?: Promise<unknown> }
  | { readonly drip: string; readonly everyMs: number }
  | { readonly leave: 'cut' | 'reset'; readonly afterMs: number }
  | 'cut'
  | 'reset'
  | 'silence';

/**
 * Decides at each step; undefined = the ordinary answer. `rcptTo` is empty before RCPT; `time` counts from 1 how often
 * this step was reached with this recipient.
 */
export type Script = (step: Step, rcptTo: string, time: number) => Act | undefined;

/** One message as it came over the wire, still dot-stuffed. */
export type Received = {
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly messageId: string;
  readonly raw: string;
  /** False when it was refused. One whose answer never left counts as accepted: that is the dangerous case. */
  readonly accepted: boolean;
};

const ORDINARY: Record<Step, string> = {
  connect: '220 mx.receiver.test ESMTP\r\n',
  ehlo: '250-mx.receiver.test\r\n250-SIZE 30000000\r\n250 8BITMIME\r\n',
  mail: '250 2.1.0 ok\r\n',
  rcpt: '250 2.1.5 ok\r\n',
  data: '354 go on\r\n',
  body: '',
  dot: '250 2.0.0 taken\r\n',
};
const END = '\r\n.\r\n';

/** A receiving server that follows a script and keeps every message, on a port of its own on loopback (or `host`). */
export async function openReceiver(script: Script = () => undefined, received: Received[] = [], host = '127.0.0.1') {
  const times = new Map<string, number>();
  const sockets = new Set<Socket>();
  const decide = (step: Step, rcptTo: string): Act => {
    const key = `${step} ${rcptTo}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return script(step, rcptTo, time) ?? { say: ORDINARY[step] };
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A sender that is killed is a part of the play.
    socket.on('error', () => {});
    serve(socket, decide, (message) => received.push(message));
  }).listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received,
    of: (rcptTo: string) => received.filter((one) => one.rcptTo === rcptTo),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(socket: Socket, decide: (step: Step, rcptTo: string) => Act, keep: (message: Received) => void) {
  let rest = '';
  let mailFrom = '';
  let rcptTo = '';
  let isInData = false;
  let isRefused = false;
  let isOver = false;

  const leave = (how: 'cut' | 'reset') => (how === 'cut' ? socket.end() : socket.resetAndDestroy());
  const perform = (act: Act) => {
    if (typeof act === 'object' && 'say' in act) {
      if (act.after) void act.after.then(() => socket.write(act.say, 'latin1'));
      else socket.write(act.say, 'latin1');
      return;
    }
    if (typeof act === 'object' && 'drip' in act) return drip(socket, act);
    isOver = true;
    if (typeof act === 'object') setTimeout(leave, act.afterMs, act.leave);
    else if (act !== 'silence') leave(act);
  };
  const take = () => {
    const at = rest.indexOf(END);
    const raw = rest.slice(0, at + 2);
    rest = rest.slice(at + END.length);
    isInData = false;
    const act = decide('dot', rcptTo);
    const accepted = typeof act === 'string' || !('say' in act) || !/^[45]/.test(act.say);
    keep({ mailFrom, rcptTo, messageId: /^Message-ID: *<([^>]+)>/im.exec(raw)?.[1] ?? '', raw, accepted });
    perform(act);
  };
  const obey = (line: string) => {
    const path = /<(.*?)>/.exec(line)?.[1] ?? '';
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
      case 'HELO':
        return perform(decide('ehlo', ''));
      case 'MAIL':
        mailFrom = path;
        rcptTo = '';
        isRefused = false;
        return perform(decide('mail', ''));
      case 'RCPT': {
        rcptTo = path;
        const act = decide('rcpt', rcptTo);
        isRefused = typeof act === 'object' && 'say' in act && /^[45]/.test(act.say);
        return perform(act);
      }
      case 'DATA': {
        const decided = decide('data', rcptTo);
        // Pipelined behind a RCPT that was refused.
        const isFutile = isRefused && typeof decided === 'object' && 'say' in decided && decided.say === ORDINARY.data;
        const act: Act = isFutile ? { say: '503 5.5.1 nobody to send it to\r\n' } : decided;
        isInData = typeof act === 'object' && 'say' in act && act.say.startsWith('354');
        return perform(act);
      }
      case 'QUIT':
        return void socket.end('221 2.0.0 bye\r\n');
      default:
        return void socket.write('250 2.0.0 ok\r\n');
    }
  };
  perform(decide('connect', ''));
  socket.on('data', (chunk) => {
    if (isOver) return;
    const isFirst = isInData && rest === '';
    rest += chunk.toString('latin1');
    if (isFirst) perform(decide('body', rcptTo));
    while (!isOver) {
      const end = rest.indexOf(isInData ? END : '\r\n');
      if (end < 0) return;
      if (isInData) {
        take();
        continue;
      }
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      obey(line);
    }
  });
}

function drip(socket: Socket, { drip: text, everyMs }: { drip: string; everyMs: number }): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at < text.length && socket.writable) socket.write(text[at++]!, 'latin1');
    else clearInterval(timer);
  }, everyMs);
}
