import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { type Answer, decode, encode, type Packet, streamEncode, TRUNCATED_RESPONSE } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsUnavailable, type FixedName, fixedResolver, openResolver, type Resolver } from './index.ts';

const many = Array.from({ length: 1_000 }, (_, index) => ({
  exchange: `mx${index}.big.test`,
  preference: 1_000 - index,
}));
const table: Record<string, FixedName> = {
  'plain.test': {
    mx: [
      { exchange: 'second.plain.test', preference: 20 },
      { exchange: 'First.plain.test', preference: 10 },
    ],
    txt: ['v=spf1 -all'],
  },
  'first.plain.test': { a: ['192.0.2.1', '192.0.2.2'], aaaa: ['2001:db8::1'] },
  'implicit.test': { a: ['192.0.2.3'] },
  'null.test': { mx: [{ exchange: '.', preference: 0 }] },
  'half-null.test': {
    mx: [
      { exchange: '.', preference: 0 },
      { exchange: 'mx.half-null.test', preference: 5 },
    ],
  },
  'txt-only.test': { txt: ['hello'] },
  'broken.test': { a: ['192.0.2.4'], temporary: 'SERVFAIL' },
  'big.test': { mx: many },
};

/** A DNS server that tells the same table over the wire. */
async function openTableServer() {
  const reply = (query: Buffer): Packet => {
    const asked = decode(query);
    const { name, type } = asked.questions![0]!;
    const has = table[name.toLowerCase()];
    const base = { type: 'response' as const, id: asked.id, questions: asked.questions };
    if (!has) return { ...base, flags: 3 };
    if (has.temporary) return { ...base, flags: 2 };
    const answers = ((): Answer[] => {
      if (type === 'MX') return (has.mx ?? []).map((data) => ({ type, name, ttl: 60, data }));
      if (type === 'A') return (has.a ?? []).map((data) => ({ type, name, ttl: 60, data }));
      if (type === 'AAAA') return (has.aaaa ?? []).map((data) => ({ type, name, ttl: 60, data }));
      if (type === 'TXT') return (has.txt ?? []).map((data) => ({ type, name, ttl: 60, data: [...data] }));
      return [];
    })();
    return { ...base, answers };
  };
  const tcp = createServer((socket) => {
    socket.on('data', (bytes) => socket.end(streamEncode(reply(bytes.subarray(2)))));
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', done));
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    const whole = reply(query);
    const bytes = encode(whole);
    const cut = { ...whole, flags: TRUNCATED_RESPONSE, answers: [] };
    udp.send(bytes.length > 1_232 ? encode(cut) : bytes, from.port, from.address);
  });
  await new Promise<void>((done) => udp.bind(port, '127.0.0.1', done));
  return {
    port,
    close: () => {
      udp.close();
      tcp.close();
    },
  };
}

let server: Awaited<ReturnType<typeof openTableServer>>;
beforeAll(async () => {
  server = await openTableServer();
});
afterAll(() => server.close());

const kinds: [string, () => Resolver][] = [
  ['fixedResolver', () => fixedResolver(table)],
  ['openResolver', () => openResolver({ server: `127.0.0.1:${server.port}` })],
];

describe.each(kinds)('every resolver: %s', (_, open) => {
  let resolver: Resolver;
  beforeAll(() => {
    resolver = open();
  });
  afterAll(() => resolver.close());

  it('sorts the hosts of a domain by preference, in lower case', async () => {
    const answer = await resolver.mx('PLAIN.test.');
    expect(answer).toMatchObject({
      kind: 'hosts',
      hosts: [
        { exchange: 'first.plain.test', preference: 10 },
        { exchange: 'second.plain.test', preference: 20 },
      ],
    });
  });
  it('takes the domain itself when it has an address and no MX', async () => {
    expect(await resolver.mx('implicit.test')).toMatchObject({
      kind: 'implicit',
      hosts: [{ exchange: 'implicit.test', preference: 0 }],
    });
  });
  it('knows a null MX, and steps over one beside real hosts', async () => {
    expect(await resolver.mx('null.test')).toMatchObject({ kind: 'null-mx' });
    expect(await resolver.mx('half-null.test')).toMatchObject({ kind: 'hosts', hosts: [{ preference: 5 }] });
  });
  it('says nxdomain for a name that is not there, has nothing for mail, or cannot be a name', async () => {
    for (const name of ['absent.test', 'txt-only.test', `${'a'.repeat(64)}.test`, 'two..dots', '']) {
      expect(await resolver.mx(name)).toMatchObject({ kind: 'nxdomain' });
    }
  });
  it('never falls back to an implicit MX after SERVFAIL', async () => {
    expect(await resolver.mx('broken.test')).toEqual({ kind: 'temporary', reason: 'SERVFAIL' });
    expect(await resolver.addresses('broken.test')).toMatchObject({ ok: false, permanent: false });
    await expect(resolver.txt('broken.test')).rejects.toThrow(DnsUnavailable);
  });
  it('gives IPv4 before IPv6, and a permanent no for a host without address', async () => {
    expect(await resolver.addresses('first.plain.test')).toMatchObject({
      ok: true,
      addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    });
    expect(await resolver.addresses('absent.test')).toMatchObject({ ok: false, permanent: true });
    expect(await resolver.addresses('txt-only.test')).toMatchObject({ ok: false, permanent: true });
  });
  it('joins the strings of a TXT record, and has none for an absent name', async () => {
    expect(await resolver.txt('plain.test')).toEqual(['v=spf1 -all']);
    expect(await resolver.txt('absent.test')).toEqual([]);
    expect(await resolver.txt('null.test')).toEqual([]);
  });
  it('keeps the 50 best of thousands of hosts, which need TCP', async () => {
    const answer = await resolver.mx('big.test');
    const hosts = answer.kind === 'hosts' ? answer.hosts : [];
    expect(hosts).toHaveLength(50);
    expect(hosts[0]).toEqual({ exchange: 'mx999.big.test', preference: 1 });
  });
});
