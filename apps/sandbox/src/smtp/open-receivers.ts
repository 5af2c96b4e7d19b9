import { type AddressInfo, createServer, type Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import { makeCertificate } from '@hikyaku/certificate';
import type { Personality } from '../personality.ts';
import type { World } from './open-dialogue.ts';
import { serveSession } from './serve-session.ts';

export type Receivers = {
  readonly port: number;
  /** Address of each personality that has one of its own, by its domain. */
  readonly addresses: ReadonlyMap<string, string>;
  /** False where this system has no 127/8: personalities that act before RCPT then act at RCPT. */
  readonly hasOwnAddresses: boolean;
  close(): Promise<void>;
};

/** Also bounds the memory that half-read messages can take. */
const MOST_SESSIONS = 2_000;

/** Starts the receiving servers: one for everybody at `host`, one more at 127.10.0.N for each that acts before RCPT. */
export async function openReceivers(
  options: { readonly host: string; readonly port: number; readonly personalities: readonly Personality[] },
  world: World,
): Promise<Receivers> {
  const secureContext = createSecureContext(makeCertificate('mx.sandbox.example'));
  const cuts = new Set<() => void>();
  const servers: Server[] = [];

  async function listen(host: string, port: number, greeter?: Personality): Promise<number> {
    const server = createServer((socket) => {
      if (cuts.size >= MOST_SESSIONS) {
        socket.on('error', () => {});
        socket.end('421 4.3.2 Too many connections\r\n');
        return;
      }
      const cut = serveSession(socket, { ...world, secureContext }, greeter);
      cuts.add(cut);
      socket.on('close', () => cuts.delete(cut));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host, backlog: 1_024 }, resolve);
    });
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  async function close(): Promise<void> {
    for (const cut of cuts) cut();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  }

  const port = await listen(options.host, options.port);
  const addresses = new Map<string, string>();
  let hasOwnAddresses = true;
  try {
    const own = options.personalities.filter((one) => one.ownAddress);
    for (const [index, one] of own.entries()) {
      const address = `127.10.${index >> 8}.${(index & 255) + 1}`;
      if (one.listens !== false) await listen(address, port, one);
      addresses.set(one.match.domain, address);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL') {
      await close();
      throw error;
    }
    hasOwnAddresses = false;
    addresses.clear();
  }
  return { port, addresses, hasOwnAddresses, close };
}
