import { createSocket, type Socket } from 'node:dgram';
import { decode, encode, type Packet } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { openResolver } from './open-resolver.ts';

let socket: Socket | undefined;
afterEach(() => socket?.close());

/** A server that answers by script; `asked` counts what reached it. */
async function openScript(script: (query: Packet, send: (answer: Packet) => void) => void) {
  const asked: string[] = [];
  const udp = createSocket('udp4');
  socket = udp;
  udp.on('message', (bytes, from) => {
    const query = decode(bytes);
    asked.push(`${query.questions![0]!.type} ${query.questions![0]!.name}`);
    script(query, (answer) => udp.send(encode(answer), from.port, from.address));
  });
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
  return { asked, server: `127.0.0.1:${udp.address().port}` };
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
