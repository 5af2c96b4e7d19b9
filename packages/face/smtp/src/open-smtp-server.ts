import type { AddressInfo } from 'node:net';
import type { Log } from '@hikyaku/log';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Certificate } from './keep-certificate.ts';
import { makeHandlers, type SmtpHandlers } from './make-handlers.ts';
import { StrictConnection } from './strict-connection.ts';

export type { DsnRequest, Login, Session, SmtpHandlers } from './make-handlers.ts';

export type SmtpServer = {
  /** The port that was bound; differs from the one asked for only when that was 0. */
  readonly port: number;
  /** Idle sessions hear 421; a message that is being taken is finished, within 3 s. */
  close(): Promise<void>;
};

export type SmtpOptions = {
  readonly program: string;
  /** What the server calls itself. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Named when the port is taken. */
  readonly setting: string;
  /** `implicit`: TLS from the first byte; else STARTTLS is offered. */
  readonly tls: 'starttls' | 'implicit';
  readonly certificate: Certificate;
  /** True: AUTH is taken without TLS as well. */
  readonly clearAuth?: boolean;
  readonly sizeMax: number;
  readonly recipientsMax: number;
  readonly sessionsMax: number;
  readonly sessionsPerAddressMax: number;
  /** Announce DSN (RFC 3461) and take its parameters. */
  readonly dsn?: boolean;
  /** Announce REQUIRETLS over TLS, and take it. */
  readonly requireTls?: boolean;
  readonly log: Log;
};

const SOCKET_TIMEOUT_MS = 5 * 60_000;
const CLOSE_WITHIN_MS = 3_000;
/** Relics and proxies' commands. */
const NEVER = ['WIZ', 'SHELL', 'KILL', 'HELP', 'XCLIENT', 'XFORWARD'];

class StrictServer extends SMTPServer {
  override connect(...[socket, options]: Parameters<SMTPServer['connect']>): void {
    const connection = new StrictConnection(this, socket, options);
    this.connections.add(connection);
    connection.on('error', (error: Error) => this._onError(error));
    connection.init();
  }
}

/**
 * An SMTP server (RFC 5321) with PIPELINING, 8BITMIME, SMTPUTF8, SIZE, ENHANCEDSTATUSCODES and STARTTLS, strict about line
 * ends. What it does with mail is the handlers' affair: they answer replies; when one throws, the client hears 451 4.3.0.
 * Throws an Error that names port and setting when the port is taken.
 */
export async function openSmtpServer<User>(options: SmtpOptions, handlers: SmtpHandlers<User>): Promise<SmtpServer> {
  const { program, log } = options;
  const settings: SMTPServerOptions = {
    name: options.name,
    secure: options.tls === 'implicit',
    ...options.certificate,
    allowInsecureAuth: options.clearAuth ?? false,
    authOptional: !handlers.login,
    authMethods: ['PLAIN', 'LOGIN'],
    authRequiredMessage: '5.7.0 authentication is required',
    disabledCommands: handlers.login ? NEVER : [...NEVER, 'AUTH'],
    size: options.sizeMax,
    rejectOversized: true,
    maxRecipients: options.recipientsMax,
    maxClients: options.sessionsMax,
    // Our own rules for addresses are stricter where it matters, and take the doubled dots of Japanese carriers.
    lenientAddressParsing: true,
    hideENHANCEDSTATUSCODES: false,
    hideDSN: !options.dsn,
    hideREQUIRETLS: !options.requireTls,
    disableReverseLookup: true,
    socketTimeout: SOCKET_TIMEOUT_MS,
    closeTimeout: CLOSE_WITHIN_MS,
    logger: false,
    ...makeHandlers(options, handlers),
  };
  const server = new StrictServer(settings);
  // A client that breaks off or cannot speak TLS is its own affair.
  server.on('error', (error) => log.debug({ err: error, program }, 'a session failed'));
  await listen(server, options);
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const connection of server.connections) {
          if (connection._handlerPending || connection._dataStream) continue;
          connection.send(421, '4.3.2 the server is going down');
        }
      }),
  };
}

function listen(server: SMTPServer, options: Pick<SmtpOptions, 'host' | 'port' | 'setting'>): Promise<void> {
  const { host, port, setting } = options;
  return new Promise((resolve, reject) => {
    server.server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is in use: stop what listens there, or set ${setting}`, { cause: error })
          : error,
      ),
    );
    server.listen(port, host, () => resolve());
  });
}
