import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A client that sends bytes as they are and reads replies: what no mail program would let a test do. */
export type RawClient = {
  /** The next whole reply, all its lines joined by LF. Rejects when the server has closed. */
  read(): Promise<string>;
  /** Sends a line with CRLF and reads the reply. */
  say(line: string): Promise<string>;
  /** Sends bytes and reads nothing. */
  write(bytes: string | Buffer): void;
  startTls(): Promise<void>;
  close(): void;
};

/** Connects and reads the greeting. */
export async function openRawClient(port: number): Promise<RawClient> {
  let socket: Socket = connect(port, '127.0.0.1');
  let text = '';
  let ended = false;
  let wake: (() => void) | undefined;
  const listen = () => {
    const stop = () => {
      ended = true;
      wake?.();
    };
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      wake?.();
    });
    socket.on('close', stop);
    socket.on('error', stop);
  };
  listen();
  const read = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(text)?.[0];
      if (whole) {
        text = text.slice(whole.length);
        return whole.replaceAll('\r', '').trimEnd();
      }
      if (ended) throw new Error('the server has closed the connection');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const client: RawClient = {
    read,
    say(line) {
      socket.write(`${line}\r\n`);
      return read();
    },
    write: (bytes) => void socket.write(bytes),
    async startTls() {
      socket.removeAllListeners();
      const secure = connectTls({ socket, rejectUnauthorized: false });
      await once(secure, 'secureConnect');
      socket = secure;
      listen();
    },
    close: () => socket.destroy(),
  };
  await read();
  return client;
}
