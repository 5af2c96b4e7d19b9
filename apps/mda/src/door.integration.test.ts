import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { note, openRig } from '@hikyaku/ingress/testing';
import { silentLog } from '@hikyaku/log';
import { openRawClient, type RawClient } from '@hikyaku/smtp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMda } from './open-mda.ts';
import { openRate } from './open-rate.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
const home = mkdtempSync(join(tmpdir(), 'hikyaku-door-'));
beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  rmSync(home, { recursive: true, force: true });
});
const open = (rates?: { mails: number; unknown: number }) =>
  openMda({
    config: { ...rig.config, home, ports: { ...rig.config.ports, mda: 0 } },
    db: rig.engine,
    log: silentLog(),
    rates: rates && {
      mails: openRate(rates.mails, { limitLoopback: true, now: () => 1 }),
      unknown: openRate(rates.unknown, { limitLoopback: true, now: () => 1 }),
    },
  });
const greet = async (port: number): Promise<RawClient> => {
  const client = await openRawClient(port);
  await client.say('EHLO mx.one.example');
  return client;
};

test('an address that brings more mails than a minute allows hears 451 in every session', async () => {
  const mda = await open({ mails: 3, unknown: 100 });
  const [one, other] = [await greet(mda.port), await greet(mda.port)];
  for (const client of [one, other, one]) {
    expect(await client.say('MAIL FROM:<>')).toMatch(/^250/);
    await client.say('RSET');
  }
  for (const client of [one, other]) expect(await client.say('MAIL FROM:<>')).toMatch(/^451 4\.7\.1 /);
  for (const client of [one, other]) client.close();
  await mda.close();
});

test('who guesses addresses is not told any more which ones there are', async () => {
  const mda = await open({ mails: 100, unknown: 3 });
  const client = await greet(mda.port);
  await client.say('MAIL FROM:<>');
  for (let n = 0; n < 3; n++) expect(await client.say(`RCPT TO:<guess${n}@aozora.test>`)).toMatch(/^550 5\.1\.1 /);
  expect(await client.say('RCPT TO:<guess@aozora.test>')).toMatch(/^450 4\.7\.1 /);
  expect(await client.say('RCPT TO:<news@aozora.test>')).toMatch(/^450 4\.7\.1 /);
  client.close();
  await mda.close();
});

test('one address gets no more than its share of the sessions', async () => {
  const mda = await open();
  const clients = await Promise.all(Array.from({ length: 200 }, () => openRawClient(mda.port)));
  const refused = await openRawClient(mda.port).catch(() => undefined);
  expect(refused === undefined || /^421/.test(await refused.read().catch(() => '421'))).toBe(true);
  for (const client of clients) client.close();
  refused?.close();
  await mda.close();
});

test('a mail that cannot be stored is refused by itself, and the others of its group are kept', async () => {
  // As a trigger would fail it: something about this one mail that no check foresaw.
  await rig.owner.query("ALTER TABLE inbound_messages ADD CONSTRAINT unlucky CHECK (subject <> 'unlucky')");
  const mda = await open();
  const clients = await Promise.all(Array.from({ length: 12 }, () => greet(mda.port)));
  const said = await Promise.all(
    clients.map(async (client, n) => {
      await client.say('MAIL FROM:<a@one.example>');
      await client.say('RCPT TO:<news@aozora.test>');
      await client.say('DATA');
      client.write(note({ from: 'a@one.example', subject: n === 5 ? 'unlucky' : `lucky ${n}` }));
      return client.say('.');
    }),
  );
  expect(said.map((reply) => reply.slice(0, 3))).toEqual(said.map((_, n) => (n === 5 ? '451' : '250')));
  const [kept] = await rig.owner.query("SELECT count(*) AS mails FROM inbound_messages WHERE subject LIKE 'lucky%'");
  expect(kept).toEqual({ mails: 11 });
  for (const client of clients) client.close();
  await mda.close();
});
