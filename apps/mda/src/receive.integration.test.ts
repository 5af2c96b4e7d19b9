import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@hikyaku/db';
import { arf, dsn, note, openRig } from '@hikyaku/ingress/testing';
import { silentLog } from '@hikyaku/log';
import { openRawClient, type RawClient } from '@hikyaku/smtp/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openMda } from './open-mda.ts';
import { openReportSweeper } from './open-report-sweeper.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
let mda: Awaited<ReturnType<typeof openMda>>;
let client: RawClient;
const home = mkdtempSync(join(tmpdir(), 'hikyaku-mda-'));
const open = (db: Database) =>
  openMda({ config: { ...rig.config, home, ports: { ...rig.config.ports, mda: 0 } }, db, log: silentLog() });

beforeAll(async () => {
  rig = await openRig();
  mda = await open(rig.engine);
});
beforeEach(async () => {
  client = await openRawClient(mda.port);
  await client.say('EHLO mx.one.example');
  await rig.takeDeltas();
});
afterEach(() => client.close());
afterAll(async () => {
  await mda.close();
  await rig.close();
  rmSync(home, { recursive: true, force: true });
});

/** Sends one mail; returns the replies to each RCPT and to the final dot. */
async function send(bytes: Buffer | string, to: readonly string[], from = ''): Promise<string[]> {
  expect(await client.say(`MAIL FROM:<${from}>`)).toMatch(/^250 2\.1\.0/);
  const replies: string[] = [];
  for (const one of to) replies.push(await client.say(`RCPT TO:<${one}>`));
  if (!replies.some((said) => said.startsWith('250'))) return replies;
  expect(await client.say('DATA')).toMatch(/^354/);
  client.write(bytes);
  replies.push(await client.say('.'));
  return replies;
}

const gone = (recipient: string) =>
  dsn({ recipient, action: 'failed', status: '5.1.1', said: '550 5.1.1 User unknown' });

test('a DSN to a return-path settles its recipient: outcome, counts, suppression, event; twice is once', async () => {
  const id = await rig.addRecipient('a@one.example', 'delivered');
  const all = async () => [
    await rig.eventsOf(id),
    await rig.suppressionsOf('a@one.example'),
    (await rig.kept()).length,
  ];
  expect(await send(gone('a@one.example'), [rig.returnPath(id)])).toEqual([
    '250 2.1.5 Accepted',
    '250 2.0.0 Ok: delivered',
  ]);
  expect(await rig.stateOf(id)).toBe('bounced');
  expect(await rig.takeDeltas()).toEqual({ delivered: -1, bounced: 1 });
  const before = await all();
  expect(before).toMatchObject([[{ type: 'bounced' }], [{ reason: 'invalid_recipient', scope: 3 }], 1]);
  await send(gone('a@one.example'), [rig.returnPath(id)]);
  expect(await all()).toEqual(before);
  expect(await rig.takeDeltas()).toEqual({});
});

test('a complaint and an unsubscribe mail are taken at the addresses that we wrote', async () => {
  const id = await rig.addRecipient('b@one.example', 'delivered');
  await send(arf(), [rig.returnPath(id)], 'fbl@one.example');
  await send(note({ from: 'b@one.example', subject: 'unsubscribe' }), [rig.unsubscribeAddress(id)], 'b@one.example');
  expect((await rig.eventsOf(id)).map((event) => event.type)).toEqual(['complained', 'unsubscribed']);
  expect(await rig.suppressionsOf('b@one.example')).toEqual([
    { reason: 'complaint', scope: 1 },
    { reason: 'unsubscribe', scope: 1 },
  ]);
});

test('a report of a failed DMARC check is no complaint: it suppresses nobody', async () => {
  const id = await rig.addRecipient('dmarc@one.example', 'delivered');
  const report = arf()
    .toString()
    .replace(/^Feedback-Type: .*$/m, 'Feedback-Type: auth-failure\r');
  expect(report).toContain('auth-failure');
  await send(report, [rig.returnPath(id)], 'dmarc@receiver.example');
  expect(await rig.eventsOf(id)).toEqual([]);
  expect(await rig.suppressionsOf('dmarc@one.example')).toEqual([]);
});

test('a late report of delivery settles what nobody could know', async () => {
  const id = await rig.addRecipient('c@one.example', 'unconfirmed');
  await send(dsn({ recipient: 'c@one.example', action: 'delivered', status: '2.0.0' }), [rig.returnPath(id)]);
  expect(await rig.stateOf(id)).toBe('delivered');
});

test('a mail for a mailbox is kept below Return-Path and Received', async () => {
  const bytes = note({ from: 'd@one.example', subject: 'hello' });
  await send(bytes, ['News@aozora.test'], 'd@one.example');
  const raw = (await rig.kept()).at(-1)!.raw.toString();
  expect(raw.endsWith(bytes.toString())).toBe(true);
  expect(raw.slice(0, -bytes.length).replaceAll('\r\n ', ' ')).toMatch(
    /^Return-Path: <d@one\.example>\r\nReceived: from mx\.one\.example \(\[127\.0\.0\.1\]\) by hikyaku\.test with ESMTP id \w+ for <News@aozora\.test>; .*\r\n$/,
  );
});

test('unknown mailboxes and forged return-paths are unknown at RCPT; other domains are not relayed for', async () => {
  const id = await rig.addRecipient('e@one.example', 'delivered');
  const forged = rig.returnPath(id).replace(/\.[0-9a-f]{4}/, '.0000');
  const replies = await send('', [forged, 'nobody@aozora.test', 'x@bounces.hikyaku.test', 'x@elsewhere.example']);
  expect(replies.slice(0, 3)).toEqual(Array(3).fill('550 5.1.1 there is no such mailbox here'));
  expect(replies[3]).toBe('550 5.7.1 relaying denied');
});

test('two recipients of one mail are told apart, and kept together or not at all', async () => {
  const first = await rig.addRecipient('f@one.example', 'delivered');
  const second = await rig.addRecipient('g@one.example', 'delivered');
  const replies = await send(arf(), [rig.returnPath(second), rig.returnPath(first)]);
  expect(replies.at(-1)).toMatch(/^250 2\.0\.0/);
  expect(await rig.eventsOf(first)).toMatchObject([{ type: 'complained' }]);
  expect(await rig.eventsOf(second)).toMatchObject([{ type: 'complained' }]);
});

test('bare line ends, loops and too much are refused', async () => {
  expect((await send('Subject: x\r\n\r\na\nb\r\n', ['news@aozora.test'])).at(-1)).toMatch(/^550 5\.6\.0 /);
  expect((await send('Subject: x\r\n\r\na\r\n.\nMAIL FROM:<>\r\n', ['news@aozora.test'])).at(-1)).toMatch(
    /^550 5\.6\.0 /,
  );
  const loop = 'Received: from a by b; x\r\n'.repeat(31);
  expect((await send(`${loop}\r\nx\r\n`, ['news@aozora.test'])).at(-1)).toMatch(/^554 5\.4\.6 /);
  expect(await client.say(`MAIL FROM:<> SIZE=${26 * 1024 * 1024}`)).toMatch(/^552 5\.3\.4 /);
});

test('STARTTLS is offered, AUTH is not', async () => {
  const said = await client.say('EHLO mx.one.example');
  expect(said).toContain('STARTTLS');
  expect(said).not.toContain('AUTH');
  expect(await client.say('AUTH PLAIN AGEAYg==')).toMatch(/^500 /);
  expect(await client.say('STARTTLS')).toMatch(/^220/);
  await client.startTls();
  await client.say('EHLO mx.one.example');
  expect((await send(note({ from: 'h@one.example', subject: 'x' }), ['news@aozora.test'])).at(-1)).toMatch(/^250/);
  expect((await rig.kept()).at(-1)!.raw.toString()).toContain('with ESMTPS id');
});

test('nothing is taken while the database is away, at RCPT or at the end', async () => {
  const lost = () => Promise.reject(Object.assign(new Error('lost'), { code: '57P01' }));
  const half = await open({
    ...rig.engine,
    query: (text, values) => (text.startsWith('INSERT') ? lost() : rig.engine.query(text, values)),
  });
  client.close();
  client = await openRawClient(half.port);
  await client.say('EHLO mx.one.example');
  const kept = (await rig.kept()).length;
  expect((await send('Subject: x\r\n\r\nx\r\n', ['news@aozora.test'])).at(-1)).toMatch(/^451 4\.3\.0 /);
  expect((await rig.kept()).length).toBe(kept);
  await half.close();
  const none = await open({ ...rig.engine, query: lost });
  client.close();
  client = await openRawClient(none.port);
  await client.say('EHLO mx.one.example');
  expect((await send('', ['news@aozora.test']))[0]).toMatch(/^451 4\.3\.0 /);
  await none.close();
});

test('the sweeper draws what a report could not', async () => {
  const id = await rig.addRecipient('i@one.example', 'queued', { batchId: 7 });
  await send(gone('i@one.example'), [rig.returnPath(id)]);
  expect(await rig.stateOf(id)).toBe('queued');
  await rig.owner.query('UPDATE deliveries SET state = 2, batch_id = 0 WHERE id = $1', [id]);
  const sweeper = openReportSweeper({ db: rig.engine, log: silentLog() });
  while ((await rig.stateOf(id)) !== 'bounced') await new Promise((resolve) => setTimeout(resolve, 50));
  await sweeper.close();
});
