import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedResolver, type Resolver } from '@hikyaku/dns';
import { note, openRig } from '@hikyaku/ingress/testing';
import { silentLog } from '@hikyaku/log';
import { openRawClient } from '@hikyaku/smtp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authenticateMail } from './authenticate-mail.ts';
import { openAuthSweeper } from './open-auth-sweeper.ts';
import { openMda } from './open-mda.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
const home = mkdtempSync(join(tmpdir(), 'hikyaku-auth-'));
beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  rmSync(home, { recursive: true, force: true });
});

const { log, never } = { log: silentLog(), never: () => new Promise<never>(() => {}) };
const sweep = (resolver: Resolver, withinMs?: number) =>
  openAuthSweeper({
    db: rig.engine,
    authenticate: authenticateMail({ platformDomain: rig.config.platformDomain, resolver, withinMs }),
    log,
  });
const open = (onKept: () => void) =>
  openMda({ config: { ...rig.config, home, ports: { ...rig.config.ports, mda: 0 } }, db: rig.engine, log, onKept });

async function send(port: number, subject: string): Promise<void> {
  const client = await openRawClient(port);
  await client.say('EHLO mx.one.example');
  await client.say('MAIL FROM:<a@one.example>');
  await client.say('RCPT TO:<news@aozora.test>');
  await client.say('DATA');
  client.write(note({ from: 'a@one.example', subject }));
  expect(await client.say('.')).toMatch(/^250/);
  client.close();
}

type Row = { spf: string; dkim: string; dmarc: string; arc: string };
async function authOf(subject: string): Promise<Row> {
  for (;;) {
    const [row] = await rig.owner.query<Row>(
      'SELECT a.spf, a.dkim, a.dmarc, a.arc FROM inbound_auth a JOIN inbound_messages m ON m.id = a.inbound_id WHERE m.subject = $1',
      [subject],
    );
    if (row) return row;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('who sent it is known right after it was taken', async () => {
  const sweeper = sweep(fixedResolver({ 'one.example': { txt: ['v=spf1 ip4:127.0.0.0/8 -all'] } }));
  const mda = await open(sweeper.wake);
  await send(mda.port, 'known');
  expect(await authOf('known')).toEqual({ spf: 'pass', dkim: 'none', dmarc: 'none', arc: 'none' });
  await mda.close();
  await sweeper.close();
});

test('DNS that never answers holds up no 250; it becomes temperror, and the next start goes on with what was left', async () => {
  const stuck = sweep({ mx: never, addresses: never, txt: never, close: async () => {} }, 200);
  const mda = await open(stuck.wake);
  await send(mda.port, 'silent');
  expect(await authOf('silent')).toEqual({ spf: 'temperror', dkim: 'temperror', dmarc: 'temperror', arc: 'temperror' });
  await stuck.close();
  await send(mda.port, 'left');
  await mda.close();
  const next = sweep(fixedResolver({}));
  expect(await authOf('left')).toEqual({ spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none' });
  await next.close();
});
