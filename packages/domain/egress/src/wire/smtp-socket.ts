import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { SmtpReply } from '@hikyaku/mail';
import { LineReader } from './line-reader.ts';

/** The connection broke, or nobody answered in time. Says on which side the fault is seen, never what it means. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
  constructor(
    message: string,
    /** What Node or OpenSSL call the fault, where a handshake failed. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** What a handshake made: protocol and cipher, and what is wrong with the certificate for that name ('' = nothing). */
export type Secured = { readonly name: string; readonly fault: string };

type Waiting = { resolve: (reply: SmtpReply) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/** One socket to one server: writes, and hands out replies in the order in which they come. */
export class SmtpSocket {
  private reader = new LineReader();
  private readonly arrived: SmtpReply[] = [];
  private readonly waiting: Waiting[] = [];
  private failure: Error | undefined;
  private socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.listen();
  }

  static open(target: {
    address: string;
    port: number;
    localAddress?: string;
    timeoutMs: number;
  }): Promise<SmtpSocket> {
    return new Promise((resolve, reject) => {
      const socket = connectTcp({
        host: target.address,
        port: target.port,
        localAddress: target.localAddress,
        noDelay: true,
      });
      const timer = setTimeout(
        () => socket.destroy(new Error('the connection was not answered in time')),
        target.timeoutMs,
      );
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(new ConnectionLost(error.message));
      };
      socket.once('error', fail);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', fail);
        resolve(new SmtpSocket(socket));
      });
    });
  }

  get localAddress(): string {
    return this.socket.localAddress ?? '';
  }

  get remoteAddress(): string {
    return this.socket.remoteAddress ?? '';
  }

  get isBroken(): boolean {
    return this.failure !== undefined;
  }

  /** The server said something that nobody asked for: it is out of step, or takes its leave. */
  get hasUnasked(): boolean {
    return this.arrived.length > 0;
  }

  write(data: string | Buffer): void {
    if (!this.failure) this.socket.write(data);
  }

  /** The next reply. Rejects with ConnectionLost when the connection breaks or `timeoutMs` pass. */
  reply(timeoutMs: number): Promise<SmtpReply> {
    const ready = this.arrived.shift();
    if (ready) return Promise.resolve(ready);
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error('no answer in time')), timeoutMs);
      this.waiting.push({ resolve, reject, timer });
    });
  }

  /** Upgrades to TLS (RFC 3207). What the server sent in clear behind its 220 is thrown away. */
  async startTls(options: {
    servername: string;
    verify: boolean;
    timeoutMs: number;
    secureContext?: SecureContext;
  }): Promise<Secured> {
    const clear = this.socket;
    clear.removeAllListeners();
    this.reader = new LineReader();
    this.arrived.length = 0;
    const secure = await new Promise<TLSSocket>((resolve, reject) => {
      const socket = connectTls({
        socket: clear,
        // An address is no name to ask for (RFC 6066 section 3), but it is one to compare the certificate with.
        servername: isIP(options.servername) ? '' : options.servername,
        host: options.servername,
        rejectUnauthorized: options.verify,
        secureContext: options.secureContext,
      });
      const timer = setTimeout(
        () => socket.destroy(new Error('the TLS handshake was not finished in time')),
        options.timeoutMs,
      );
      const fail = (error?: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        clear.destroy();
        reject(
          new ConnectionLost(error?.message ?? 'the server closed the connection in the TLS handshake', error?.code),
        );
      };
      socket.once('error', fail);
      socket.once('close', () => fail());
      socket.once('secureConnect', () => {
        clearTimeout(timer);
        socket.removeAllListeners('error');
        socket.removeAllListeners('close');
        resolve(socket);
      });
    });
    this.socket = secure;
    this.listen();
    return {
      name: `${secure.getProtocol()} ${secure.getCipher().name}`,
      fault: secure.authorized ? '' : codeOf(secure.authorizationError),
    };
  }

  /** Says QUIT and lets the bytes out before closing; the answer is of no use. */
  quit(): void {
    if (this.failure) return;
    this.socket.end('QUIT\r\n');
    const socket = this.socket;
    setTimeout(() => socket.destroy(), 1_000).unref();
    this.failure = new ConnectionLost('we ended the session');
  }

  destroy(): void {
    this.fail(new Error('we closed the connection'));
  }

  private listen(): void {
    this.socket.on('data', (chunk: Buffer) => this.take(chunk));
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  private take(chunk: Buffer): void {
    let replies: SmtpReply[];
    try {
      replies = this.reader.push(chunk);
    } catch (error) {
      this.fail(error as Error);
      return;
    }
    for (const reply of replies) {
      const next = this.waiting.shift();
      if (!next) {
        this.arrived.push(reply);
        continue;
      }
      clearTimeout(next.timer);
      next.resolve(reply);
    }
  }

  private fail(error: Error): void {
    if (this.failure) return;
    this.failure = new ConnectionLost(error.message);
    this.socket.destroy();
    for (const one of this.waiting.splice(0)) {
      clearTimeout(one.timer);
      one.reject(this.failure);
    }
  }
}

/** The types say that it is an Error; it is its code, and an Error only for a name that does not fit. */
const codeOf = (error: unknown): string =>
  typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | null)?.code ?? 'unverified');
