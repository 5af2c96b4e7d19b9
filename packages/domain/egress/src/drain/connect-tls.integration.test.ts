import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { makeCertificate } from '@hikyaku/certificate';
import { readConfig } from '@hikyaku/config';
import { fixedResolver } from '@hikyaku/dns';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { openTls } from '../tls/open-tls.ts';
import type { StsPolicy } from '../tls/parse-policy.ts';
import { connect, joinSession } from './connect.ts';

const good = makeCertificate('mx.a.example');
const stranger = makeCertificate('mx.a.example');
const misnamed = makeCertificate('mx.elsewhere.example');
const resolver = fixedResolver({ 'mx.a.example': { a: ['127.0.0.1'] } });
const caFile = join(tmpdir(), `hikyaku-ca-${process.pid}.pem`);
const config = readConfig({ HIKYAKU_SECRET: 'a'.repeat(64), HIKYAKU_SANDBOX: 'on', HIKYAKU_TLS_CA: caFile });

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  writeFileSync(caFile, good.cert + misnamed.cert);
  rig = await openRig();
});
afterAll(async () => {
  rmSync(caFile);
  await rig.close();
});
beforeEach(() => rig.owner.query('DELETE FROM tls_results'));

type Shown = { key: string; cert: string } | 'no STARTTLS' | 'broken handshake';

/** A host that greets, and shows this certificate when it is asked for TLS. */
async function openHost(shown: Shown) {
  const sockets = new Set<Socket>();
  const obey = (socket: Socket) => {
    socket.on('error', () => {});
    socket.on('data', (line) => {
      if (!/^STARTTLS/.test(String(line)))
        return void socket.write(shown === 'no STARTTLS' ? '250 mx\r\n' : '250-mx\r\n250 STARTTLS\r\n');
      socket.removeAllListeners('data');
      socket.write('220 go on\r\n');
      if (typeof shown === 'string') return void socket.write('not TLS at all\r\n', () => socket.destroy());
      obey(new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(shown) }));
    });
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.write('220 mx\r\n');
    obey(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const policy = (mode: StsPolicy['mode'], mx = 'mx.a.example'): StsPolicy => ({
  domain: 'a.example',
  id: '1',
  mode,
  mx: [mx],
  maxAgeSeconds: 60,
  lines: [],
});

/** Connects under a policy; answers how it went and what was counted. */
async function tryUnder(shown: Shown, under: StsPolicy | null) {
  const host = await openHost(shown);
  const world = await rig.world({ config, resolver });
  const hosts = [{ exchange: 'mx.a.example', preference: 0 }];
  const toward = {
    hosts,
    enforced: under?.mode === 'enforce' ? under : null,
    domains: new Map([['a.example', under]]),
  };
  const limits = world.shaping.limitsOf({ key: 'mx:mx.a.example', mx: ['mx.a.example'] }, undefined);
  const opened = await connect(world, toward, { port: host.port, isRoute: false }, limits);
  if (opened.ok) {
    joinSession(
      world,
      opened.session,
      {
        ...toward,
        domains: new Map([
          ['a.example', under],
          ['late.example', null],
        ]),
      },
      false,
    );
    opened.session.socket.destroy();
  }
  host.close();
  await world.tls.sweep();
  const counted = await rig.owner.query<{ domain: string; policy: string; result: string; sessions: number }>(
    "SELECT domain, policy, result, sessions FROM tls_results WHERE domain = 'a.example'",
  );
  return { opened, counted, world };
}

test('enforce: a host that the policy names, with a good certificate, is vouched for', async () => {
  const { opened, counted } = await tryUnder(good, policy('enforce'));
  expect(opened).toMatchObject({ ok: true, session: { isVerified: true, isVouched: true } });
  expect(counted).toEqual([{ domain: 'a.example', policy: 'sts', result: '', sessions: 1 }]);
});

test.each<[string, Shown, StsPolicy, string]>([
  ['a certificate that nobody vouches for', stranger, policy('enforce'), 'certificate-not-trusted'],
  ['a certificate for another name', misnamed, policy('enforce'), 'certificate-host-mismatch'],
  ['no STARTTLS', 'no STARTTLS', policy('enforce'), 'starttls-not-supported'],
  ['a handshake that breaks', 'broken handshake', policy('enforce'), 'validation-failure'],
  ['a host that the policy does not name', good, policy('enforce', 'mx.b.example'), 'validation-failure'],
])('enforce: %s defers, and nothing goes in clear', async (_what, shown, under, result) => {
  const { opened, counted } = await tryUnder(shown, under);
  expect(opened).toMatchObject({ ok: false, tls: true, permanent: false, enhanced: '4.7.5' });
  expect(counted).toEqual([{ domain: 'a.example', policy: 'sts', result, sessions: 1 }]);
});

test.each<[string, Shown, string]>([
  ['a bad certificate', stranger, 'certificate-not-trusted'],
  ['no STARTTLS', 'no STARTTLS', 'starttls-not-supported'],
])('testing: %s is reported, and the mail goes', async (_what, shown, result) => {
  const { opened, counted } = await tryUnder(shown, policy('testing'));
  expect(opened).toMatchObject({ ok: true, session: { isVouched: false } });
  expect(counted).toEqual([{ domain: 'a.example', policy: 'sts', result, sessions: 1 }]);
});

test('without a policy a broken handshake leads to clear text, which a worker that starts later remembers', async () => {
  const { opened, counted, world } = await tryUnder('broken handshake', null);
  expect(opened).toMatchObject({ ok: true, session: { tls: null } });
  expect(counted).toMatchObject([{ policy: 'no-policy-found', result: 'validation-failure' }]);
  const [said] = await rig.owner.query<{ opening: [number, string, string][] }>(
    'SELECT opening FROM connections ORDER BY id DESC LIMIT 1',
  );
  const lines = said!.opening.map(([, who, text]) => `${who} ${text}`);
  expect(lines.filter((line) => /^S 220 mx/.test(line))).toHaveLength(2);
  expect(lines.find((line) => line.startsWith('C (no TLS: '))).toMatch(/; once more in clear\)$/);
  const offsets = said!.opening.map(([at]) => at);
  expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  expect(world.tls.clearHosts.has('mx.a.example', '127.0.0.1')).toBe(true);
  const read = () => rig.owner.query("SELECT 1 FROM clear_hosts WHERE until > now() + interval '2 days'");
  await expect.poll(read).toHaveLength(1);
  const later = await openTls({ db: rig.db, resolver, config, log: rig.log });
  expect(later.clearHosts.has('mx.a.example', '127.0.0.1')).toBe(true);
  await rig.owner.query('UPDATE clear_hosts SET until = now()');
  await later.sweep();
  expect(later.clearHosts.has('mx.a.example', '127.0.0.1')).toBe(false);
});
