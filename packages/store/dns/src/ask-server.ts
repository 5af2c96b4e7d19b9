import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import type { RecordKind } from './resolver.ts';

export type Server = { readonly host: string; readonly port: number };

/** What fits into one datagram without fragments on today's networks (RFC 9715 section 3.1). */
const UDP_BYTES = 1_232;

/**
 * Sends one question and returns the answer that belongs to it; over TCP when the datagram was cut (RFC 7766).
 * Each question has a socket, and so a source port, of its own, and a random id; anything else that arrives is
 * ignored (RFC 5452 section 9). Throws on a timeout or when the server cannot be reached.
 */
export async function askServer(
  server: Server,
  name: string,
  type: RecordKind,
  timeoutMs: number,
): Promise<DecodedPacket> {
  const id = randomInt(0x1_0000);
  const query = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type, name }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  const belongs = (bytes: Buffer): DecodedPacket | undefined => {
    try {
      const packet = decode(bytes);
      const asked = packet.questions?.[0];
      const same = packet.id === id && packet.flag_qr && asked?.type === type && asked.name.toLowerCase() === name;
      return same ? packet : undefined;
    } catch {
      return undefined;
    }
  };
  const short = await overUdp(server, query, (bytes) => (isCut(bytes, id) ? 'cut' : belongs(bytes)), timeoutMs);
  return short === 'cut' ? overTcp(server, query, belongs, timeoutMs) : short;
}

/** Read from the header alone: the last record of a cut datagram may be half a record. */
const isCut = (bytes: Buffer, id: number): boolean =>
  bytes.length >= 12 && bytes.readUInt16BE(0) === id && (bytes.readUInt16BE(2) & 0x8200) === 0x8200;

type Belongs<T> = (bytes: Buffer) => T | undefined;

function overUdp<T>(server: Server, query: Buffer, belongs: Belongs<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4');
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.close();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Error('timeout'))), timeoutMs);
    socket.on('error', (error) => end(() => reject(error)));
    socket.on('message', (bytes) => {
      const packet = belongs(bytes);
      if (packet) end(() => resolve(packet));
    });
    // Connected, so that the kernel drops datagrams of anybody else and reports a closed port at once.
    socket.connect(server.port, server.host, () => socket.send(query));
  });
}

function overTcp<T>(server: Server, query: Buffer, belongs: Belongs<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, server.host);
    let bytes = Buffer.alloc(0);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Error('timeout'))), timeoutMs);
    socket.on('error', (error) => end(() => reject(error)));
    socket.on('close', () => end(() => reject(new Error('connection closed'))));
    socket.on('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.length);
      socket.write(Buffer.concat([length, query]));
    });
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
      const packet = belongs(bytes.subarray(2, 2 + bytes.readUInt16BE(0)));
      end(() => (packet ? resolve(packet) : reject(new Error('not an answer to the question'))));
    });
  });
}
