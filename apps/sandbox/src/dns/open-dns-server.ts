import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet, RECURSION_AVAILABLE, TRUNCATED_RESPONSE } from 'dns-packet';
import { answerQuestion, type Internet } from './answer-question.ts';

export type DnsServer = { readonly port: number; close(): Promise<void> };

/** Response codes stand in the low bits of the flags (RFC 1035 section 4.1.1). */
const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4 } as const;
const PLAIN_UDP_BYTES = 512;
const MOST_UDP_BYTES = 4_096;
const MOST_BYTES = 65_535;
const IDLE_MS = 10_000;
const TRIES = 20;

/** Serves DNS over UDP and TCP on one port. */
export async function openDnsServer(
  options: { readonly host: string; readonly port: number },
  internet: Internet,
): Promise<DnsServer> {
  const tcpSockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    tcpSockets.add(socket);
    socket.on('close', () => tcpSockets.delete(socket));
    serveTcp(socket, internet);
  });
  const udp = await listenBoth();
  udp.on('message', (query, from) => {
    const answer = answerBytes(query, internet, 'udp');
    if (answer) udp.send(answer, from.port, from.address, () => {});
  });
  return {
    port: udp.address().port,
    async close() {
      for (const socket of tcpSockets) socket.destroy();
      await Promise.all([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))]);
    },
  };

  /** With port 0 the system picks one for TCP, which may be taken for UDP: then once more. */
  async function listenBoth(): Promise<UdpSocket> {
    for (let attempt = 1; ; attempt++) {
      await new Promise<void>((resolve, reject) => {
        tcp.once('error', reject);
        tcp.listen(options.port, options.host, () => {
          tcp.off('error', reject);
          resolve();
        });
      });
      try {
        return await bindUdp(options.host, (tcp.address() as AddressInfo).port);
      } catch (error) {
        await new Promise((done) => tcp.close(done));
        if (options.port !== 0 || attempt === TRIES) throw error;
      }
    }
  }
}

function bindUdp(host: string, port: number): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

function serveTcp(socket: Socket, internet: Internet): void {
  let bytes: Buffer = Buffer.alloc(0);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
      const size = bytes.readUInt16BE(0);
      const answer = answerBytes(bytes.subarray(2, 2 + size), internet, 'tcp');
      bytes = bytes.subarray(2 + size);
      if (!answer) return void socket.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  });
}

/** The answer to one packet; undefined for bytes that are no query, which get none. */
function answerBytes(bytes: Buffer, internet: Internet, over: 'udp' | 'tcp'): Buffer | undefined {
  const query = parseQuery(bytes);
  if (!query) return undefined;
  const base = { type: 'response', id: query.id, questions: query.questions } as const;
  const question = query.questions?.[0];
  if (query.opcode !== 'QUERY') return encode({ ...base, flags: RCODE.NOTIMP });
  if (!question || query.questions?.length !== 1) return encode({ ...base, flags: RCODE.FORMERR });
  const said = answerQuestion(question, internet);
  const flags = AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | RCODE[said.rcode];
  const asked = query.additionals?.find((record) => record.type === 'OPT');
  const additionals = asked ? [{ ...asked, udpPayloadSize: MOST_UDP_BYTES, options: [] }] : [];
  const whole: Packet = { ...base, flags, answers: [...said.answers], authorities: [...said.authorities], additionals };
  const wished = asked?.type === 'OPT' ? asked.udpPayloadSize : PLAIN_UDP_BYTES;
  const room = over === 'tcp' ? MOST_BYTES : Math.max(PLAIN_UDP_BYTES, Math.min(wished, MOST_UDP_BYTES));
  if (over === 'tcp') return fit(whole, room);
  const answer = encode(whole);
  return answer.length <= room
    ? answer
    : encode({ ...whole, answers: [], authorities: [], flags: flags | TRUNCATED_RESPONSE });
}

/** The packet with as many answers as there is room for: dns-packet writes every name in full. */
function fit(packet: Packet, room: number): Buffer {
  for (let answers = packet.answers ?? []; ; answers = answers.slice(0, answers.length >> 1)) {
    const bytes = encode({ ...packet, answers });
    if (bytes.length <= room || answers.length === 0) return bytes;
  }
}

function parseQuery(bytes: Buffer): (Packet & { opcode: string }) | undefined {
  try {
    const packet = decode(bytes);
    return packet.flag_qr ? undefined : (packet as unknown as Packet & { opcode: string });
  } catch {
    return undefined;
  }
}
