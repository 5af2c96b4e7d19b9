import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { decode, encode, type Packet, TRUNCATED_RESPONSE } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { openResolver } from './open-resolver.ts';

let socket: Socket | undefined;
let tcp: Server | undefined;
afterEach(() => {
  socket?.close();
  tcp?.close();
  tcp = undefined;
});

/** A server that answers by script; `asked` counts what reached it. */
async function openScript(script: (query: Packet, send: (answer: Packet) => void) => void) {
  const asked: string[] = [];
  let port = 0;
  const udp = createSocket('udp4');
  socket = udp;
  udp.on('message', (bytes, from) => {
    const query = decode(bytes);
    port = from.port;
    asked.push(`${query.questions![0]!.type} ${query.questions![0]!.name}`);
    script(query, (answer) => udp.send(encode(answer), from.port, from.address));
  });
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
  return { asked, last: () => ({ port }), server: `127.0.0.1:${udp.address().port}` };
}

/** A server that cuts every datagram and says over TCP what `script` makes of the query. */
async function openTcpScript(script: (query: Buffer, name: string) => Buffer) {
  const { server } = await openScript((query, send) => {
    send({ type: 'response', id: query.id, questions: query.questions, flags: TRUNCATED_RESPONSE });
  });
  tcp = createServer((from) => {
    from.on('error', () => {});
    from.on('data', (bytes) => {
      const query = bytes.subarray(2);
      const answer = script(query, decode(query).questions![0]!.name);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(Math.min(answer.length, 0xffff));
      from.end(Buffer.concat([length, answer]));
    });
  });
  await new Promise<void>((done) => tcp!.listen(Number(server.split(':')[1]), '127.0.0.1', done));
  return { server };
}

const txt = (query: Packet, data: string, ttl: number): Packet => ({
  type: 'response',
  id: query.id,
  questions: query.questions,
  answers: [{ type: 'TXT', name: query.questions![0]!.name, ttl, data }],
});

describe('openResolver', () => {
  it('asks once for identical look-ups at the same time and while the TTL lasts', async () => {
    const { asked, server } = await openScript((query, send) => send(txt(query, 'x', 60)));
    const resolver = openResolver({ server });
    await Promise.all([resolver.txt('a.test'), resolver.txt('a.test'), resolver.txt('A.test')]);
    await resolver.txt('a.test');
    expect(asked).toEqual(['TXT a.test']);
    await resolver.close();
  });
  it('does not keep an answer whose TTL is zero, nor a no from a zone that says zero', async () => {
    const soa = { mname: 'ns.test', rname: 'root.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 0 };
    const { asked, server } = await openScript((query, send) => {
      const no = { type: 'response', id: query.id, questions: query.questions, flags: 3 } as const;
      if (query.questions![0]!.name === 'zero.test') send(txt(query, 'x', 0));
      else send({ ...no, authorities: [{ type: 'SOA', name: 'test', ttl: 60, data: soa }] });
    });
    const resolver = openResolver({ server });
    for (const name of ['zero.test', 'zero.test', 'no.test', 'no.test']) await resolver.txt(name);
    expect(asked).toHaveLength(4);
    await resolver.close();
  });
  it('keeps no more answers than its bound', async () => {
    const { asked, server } = await openScript((query, send) => send(txt(query, 'x', 60)));
    const resolver = openResolver({ server, cacheSize: 2 });
    for (const name of ['a.test', 'b.test', 'a.test', 'c.test', 'a.test', 'b.test']) await resolver.txt(name);
    expect(asked).toEqual(['TXT a.test', 'TXT b.test', 'TXT c.test', 'TXT b.test']);
    await resolver.close();
  });
  it('ignores answers with a foreign id or to another question', async () => {
    const { server } = await openScript((query, send) => {
      send({ ...txt(query, 'forged', 60), id: (query.id! + 1) % 0x1_0000 });
      send({ ...txt(query, 'forged', 60), questions: [{ type: 'TXT', name: 'other.test' }] });
      send(txt(query, 'true', 60));
    });
    const resolver = openResolver({ server });
    expect(await resolver.txt('a.test')).toEqual(['true']);
    await resolver.close();
  });
  it('follows an alias inside the answer and takes no record of a stranger', async () => {
    const { server } = await openScript((query, send) => {
      const name = query.questions![0]!.name;
      const answers: Packet['answers'] = [
        { type: 'CNAME', name, ttl: 60, data: 'real.test' },
        { type: 'TXT', name: 'real.test', ttl: 60, data: 'true' },
        { type: 'TXT', name: 'stranger.test', ttl: 60, data: 'forged' },
      ];
      send({ type: 'response', id: query.id, questions: query.questions, answers });
    });
    const resolver = openResolver({ server });
    expect(await resolver.txt('alias.test')).toEqual(['true']);
    await resolver.close();
  });
  it('asks on where the answer ends with an alias, and keeps it for the shortest time of the chain', async () => {
    const { asked, server } = await openScript((query, send) => {
      const name = query.questions![0]!.name;
      if (name === 'real.test') send(txt(query, 'true', 60));
      else send({ ...txt(query, '', 60), answers: [{ type: 'CNAME', name, ttl: 0, data: 'real.test' }] });
    });
    const resolver = openResolver({ server });
    expect(await resolver.txt('alias.test')).toEqual(['true']);
    expect(await resolver.txt('alias.test')).toEqual(['true']);
    expect(asked).toEqual(['TXT alias.test', 'TXT real.test', 'TXT alias.test', 'TXT real.test']);
    await resolver.close();
  });
  it.each([
    ['in one packet', true],
    ['from packet to packet', false],
  ])('aliases in a circle, %s, are temporary, never "no MX", and end', async (_where, together) => {
    const { asked, server } = await openScript((query, send) => {
      const circle = ['a.test', 'b.test'].map((name, at, all) => {
        return { type: 'CNAME' as const, name, ttl: 60, data: all[1 - at]! };
      });
      const own = circle.filter(({ name }) => together || name === query.questions![0]!.name);
      send({ type: 'response', id: query.id, questions: query.questions, answers: own });
    });
    const resolver = openResolver({ server });
    expect(await resolver.mx('a.test')).toEqual({ kind: 'temporary', reason: 'CNAME loop' });
    expect(asked.length).toBeLessThanOrEqual(18);
    await resolver.close();
  });
  it('ignores a right answer from another port', async () => {
    const stranger = createSocket('udp4');
    await new Promise<void>((done) => stranger.bind(0, '127.0.0.1', done));
    const { server, last } = await openScript((query, send) => {
      const forged = encode(txt(query, 'forged', 60));
      stranger.send(forged, last().port, '127.0.0.1', () => send(txt(query, 'true', 60)));
    });
    const resolver = openResolver({ server });
    expect(await resolver.txt('a.test')).toEqual(['true']);
    await resolver.close();
    stranger.close();
  });
  it('believes a "no" for five minutes at most', async () => {
    const soa = { mname: 'ns.test', rname: 'root.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 86_400 };
    const { server } = await openScript((query, send) => {
      const authorities = [{ type: 'SOA' as const, name: 'test', ttl: 86_400, data: soa }];
      send({ type: 'response', id: query.id, questions: query.questions, flags: 3, authorities });
    });
    const resolver = openResolver({ server });
    expect(await resolver.mx('no.test')).toEqual({ kind: 'nxdomain', ttlSeconds: 300 });
    await resolver.close();
  });
  it('takes a SERVFAIL for that moment only: the answer that comes later counts', async () => {
    let times = 0;
    const { server } = await openScript((query, send) => {
      const fails = ++times <= 2;
      const answers: Packet['answers'] = [
        { type: 'MX', name: query.questions![0]!.name, ttl: 60, data: { exchange: 'mx.late.test', preference: 5 } },
      ];
      send({
        type: 'response',
        id: query.id,
        questions: query.questions,
        flags: fails ? 2 : 0,
        answers: fails ? [] : answers,
      });
    });
    const resolver = openResolver({ server });
    expect(await resolver.mx('late.test')).toEqual({ kind: 'temporary', reason: 'SERVFAIL' });
    expect(await resolver.mx('late.test')).toMatchObject({ kind: 'hosts', hosts: [{ exchange: 'mx.late.test' }] });
    await resolver.close();
  });
  it('reads a packet of 10,000 MX, larger than DNS allows, as no answer, and the largest one in order', async () => {
    const zone = Buffer.from([4, 0x74, 0x65, 0x73, 0x74, 0]);
    const { server } = await openTcpScript((query, name) => {
      const count = name === 'huge.test' ? 10_000 : 3_000;
      const question = Buffer.from(query.subarray(12, query.indexOf(zone, 12) + zone.length + 4));
      const record = (at: number) => {
        const bytes = Buffer.from([0xc0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 8, 0, 0, 3, 0, 0, 0, 0xc0, 12]);
        bytes.writeUInt16BE(count - at, 12);
        bytes.write(at.toString(36).padStart(3, '0'), 15, 'latin1');
        return bytes;
      };
      const header = Buffer.from(query.subarray(0, 12));
      header.writeUInt16BE(0x8180, 2);
      header.writeUInt16BE(count, 6);
      header.writeUInt16BE(0, 10);
      return Buffer.concat([header, question, ...Array.from({ length: count }, (_, at) => record(at))]);
    });
    const resolver = openResolver({ server, timeoutMs: 1_000 });
    expect(await resolver.mx('huge.test')).toMatchObject({ kind: 'temporary' });
    const most = await resolver.mx('most.test');
    expect(most).toMatchObject({ kind: 'hosts', hosts: { length: 50, 0: { preference: 1 } } });
    await resolver.close();
  });
  it('calls silence, a closed port and an unreadable server by their names', async () => {
    const { server } = await openScript(() => {});
    const silent = openResolver({ server, timeoutMs: 10 });
    expect(await silent.mx('a.test')).toEqual({ kind: 'temporary', reason: 'timeout' });
    socket!.close();
    socket = undefined;
    const refused = openResolver({ server });
    expect(await refused.mx('a.test')).toMatchObject({ kind: 'temporary' });
    expect(() => openResolver({ server: 'host:port' })).toThrow('not a DNS server');
  });
});
