import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { readConfig } from '@hikyaku/config';
import { type FixedName, fixedResolver, type MxHost } from '@hikyaku/dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EgressWorld } from '../open-world.ts';
import { openRig } from '../testing/open-rig.ts';
import { connect, type Toward } from './connect.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** A receiver on this address that greets and listens no further. */
async function openGreeter(address: string, port = 0) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 mx.test\r\n');
    socket.on('data', (line) => socket.write(/^QUIT/.test(String(line)) ? '221 bye\r\n' : '250 mx.test\r\n'));
  }).listen(port, address);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

const toward = (hosts: readonly MxHost[]): Toward => ({ hosts, enforced: null, domains: new Map() });
const limitsOf = (world: EgressWorld) => world.shaping.limitsOf({ key: 'mx:mx.test', mx: ['mx.test'] }, undefined);
const tryHosts = async (table: Record<string, FixedName>, hosts: readonly MxHost[], port: number, sandbox = 'on') => {
  const config = readConfig({ HIKYAKU_SECRET: 'a'.repeat(64), HIKYAKU_SANDBOX: sandbox });
  const world = await rig.world({ config, resolver: fixedResolver(table) });
  return connect(world, toward(hosts), { port, isRoute: false }, limitsOf(world));
};

test('mail goes over IPv6', async () => {
  const server = await openGreeter('::1');
  const opened = await tryHosts(
    { 'mx.six.example': { aaaa: ['::1'] } },
    [{ exchange: 'mx.six.example', preference: 0 }],
    server.port,
  );
  server.close();
  expect(opened).toMatchObject({ ok: true, session: { target: { address: '::1' } } });
  if (opened.ok) opened.session.socket.destroy();
});

test('hosts are tried by preference, and the next one when the first does not answer', async () => {
  const server = await openGreeter('127.0.0.3');
  const opened = await tryHosts(
    { 'first.example': { a: ['127.0.0.2'] }, 'second.example': { a: ['127.0.0.3'] } },
    [
      { exchange: 'second.example', preference: 20 },
      { exchange: 'first.example', preference: 10 },
    ],
    server.port,
  );
  server.close();
  expect(opened).toMatchObject({ ok: true, session: { target: { host: 'second.example' } } });
  if (opened.ok) opened.session.socket.destroy();
  const tried = await rig.owner.query('SELECT mx_host FROM connections WHERE port = $1 ORDER BY id', [server.port]);
  expect(tried).toEqual([{ mx_host: 'first.example' }, { mx_host: 'second.example' }]);
});

test('of fifty addresses that do not answer, five are tried', async () => {
  const server = await openGreeter('127.0.0.1');
  server.close();
  const a = Array.from({ length: 50 }, (_, at) => `127.0.1.${at + 1}`);
  const opened = await tryHosts(
    { 'mx.many.example': { a } },
    [{ exchange: 'mx.many.example', preference: 0 }],
    server.port,
  );
  expect(opened).toMatchObject({ ok: false, permanent: false, enhanced: '4.4.1' });
  const [tried] = await rig.owner.query("SELECT count(*)::int AS n FROM connections WHERE mx_host = 'mx.many.example'");
  expect(tried).toEqual({ n: 5 });
});

test.each([
  [
    'we are the best of its hosts',
    ['hikyaku.test', 'other.example'],
    { ok: false, permanent: true, enhanced: '5.4.6' },
  ],
  [
    'we stand behind one that is away',
    ['other.example', 'hikyaku.test'],
    { ok: false, permanent: false, enhanced: '4.4.3' },
  ],
])('mail does not come back to us: %s', async (_what, names, expected) => {
  const hosts = names.map((exchange, at) => ({ exchange, preference: at * 10 }));
  const table = { 'hikyaku.test': { a: ['127.0.0.1'] }, 'other.example': { temporary: 'SERVFAIL' } };
  expect(await tryHosts(table, hosts, 1)).toMatchObject(expected);
});

test.each(['127.0.0.1', '10.0.0.1', '::1', '169.254.169.254'])('outside the sandbox %s is no way', async (address) => {
  const table = { 'mx.inside.example': address.includes(':') ? { aaaa: [address] } : { a: [address] } };
  const opened = await tryHosts(table, [{ exchange: 'mx.inside.example', preference: 0 }], 1, 'off');
  expect(opened).toMatchObject({ ok: false, permanent: true, enhanced: '5.4.4', connectionId: null });
});

test('a transcript is bounded, however long a host greets', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 mx.test\r\n');
    socket.on('data', () => socket.write(`${`250-${'x'.repeat(5_000)}\r\n`.repeat(100)}550 5.7.1 not you\r\n`));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const table = { 'mx.long.example': { a: ['127.0.0.1'] } };
  const opened = await tryHosts(table, [{ exchange: 'mx.long.example', preference: 0 }], port);
  server.close();
  expect(opened.ok).toBe(false);
  const [row] = await rig.owner.query<{ opening: [number, string, string][] }>(
    "SELECT opening FROM connections WHERE mx_host = 'mx.long.example'",
  );
  expect(row!.opening.length).toBeLessThanOrEqual(6);
  for (const [at, who, text] of row!.opening) {
    expect([at >= 0, /^[SC]$/.test(who), text.length <= 1_000]).toEqual([true, true, true]);
  }
});

const NASTY = [`554 ${'x'.repeat(995)}\u{1f600}`, '554 a \\u0000 in words', '554 no\u0000thing'];

test.each(NASTY)('a banner in whatever bytes is an answer that is kept: %j', async (banner) => {
  const server = createServer((socket) => socket.on('error', () => {}).end(`${banner}\r\n`)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const world = await rig.world({ resolver: fixedResolver({ 'mx.odd.example': { a: ['127.0.0.1'] } }) });
  const opened = await connect(
    world,
    toward([{ exchange: 'mx.odd.example', preference: 0 }]),
    { port, isRoute: false },
    limitsOf(world),
  );
  server.close();
  expect(opened).toMatchObject({ ok: false, reply: { code: 554 } });
});
