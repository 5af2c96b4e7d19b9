import { formatId } from '@hikyaku/db';
import { silentLog } from '@hikyaku/log';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openLocalDelivery } from '../open-local-delivery.ts';
import { dsn, note } from '../testing/mails.ts';
import { openRig, type RigTenant } from '../testing/open-rig.ts';
import { findDestination } from './find-destination.ts';
import { readInbound } from './read-inbound.ts';
import { receive } from './receive.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(() => rig.takeDeltas());
afterAll(() => rig.close());

const deliver = (bytes: Buffer, to: RigTenant = rig.tenant) =>
  receive(rig.engine, readInbound({ mailFrom: 'someone@one.example', bytes }, rig.keyring), [
    {
      rcptTo: `news@${to.domain}`,
      destination: { kind: 'mailbox', tenantId: to.scope.tenantId, mailboxId: to.mailboxId },
      trace: 'Return-Path: <someone@one.example>\r\n',
    },
  ]);

const messageId = (id: number) => `<hk.${formatId('message', id)}@aozora.test>`;

test('a reply lands in the mailbox, under its trace, and is told of the recipient whose message it answers', async () => {
  const id = await rig.addRecipient('r@one.example', 'delivered');
  const bytes = note({ from: 'R <r@one.example>', subject: 'Re: x', inReplyTo: messageId(id) });
  expect(await deliver(bytes)).toMatchObject([{ kind: 'reply' }]);
  const kept = (await rig.kept()).at(-1)!;
  expect(kept).toMatchObject({ kind: 'reply', mailbox_id: rig.tenant.mailboxId, delivery_id: id });
  expect(kept.raw.toString()).toBe(`Return-Path: <someone@one.example>\r\n${bytes}`);
  expect(await rig.eventsOf(id)).toMatchObject([{ type: 'received', data: { from: 'r@one.example' } }]);
});

test('a mail that answers nothing of ours is kept all the same', async () => {
  await deliver(note({ from: 'r@one.example', subject: 'hello' }));
  expect((await rig.kept()).at(-1)).toMatchObject({ kind: 'reply', delivery_id: null });
});

test('nobody bounces another person by writing to a mailbox', async () => {
  const id = await rig.addRecipient('v@one.example', 'delivered');
  const forged = dsn({ recipient: 'v@one.example', action: 'failed', status: '5.1.1', said: '550 5.1.1 User unknown' });
  await deliver(Buffer.concat([Buffer.from(`In-Reply-To: ${messageId(id)}\r\n`), forged]));
  expect((await rig.kept()).at(-1)).toMatchObject({ kind: 'bounce', delivery_id: id });
  expect(await rig.stateOf(id)).toBe('delivered');
  expect(await rig.suppressionsOf('v@one.example')).toEqual([]);
});

test('asking to be left alone is heard from the recipient, and from nobody else', async () => {
  const id = await rig.addRecipient('w@one.example', 'delivered');
  const ask = (from: string) => note({ from, subject: 'unsubscribe', inReplyTo: messageId(id), text: 'unsubscribe' });
  await deliver(ask('x@one.example'));
  expect(await rig.suppressionsOf('w@one.example')).toEqual([]);
  await deliver(ask('W@One.Example'));
  expect(await rig.suppressionsOf('w@one.example')).toEqual([{ reason: 'unsubscribe', scope: 1 }]);
});

test('a message of another tenant is not answered', async () => {
  const other = await rig.addTenant('other.test');
  const id = await rig.addRecipient('t@one.example', 'delivered');
  await deliver(note({ from: 't@one.example', subject: 'x', inReplyTo: messageId(id) }), other);
  expect((await rig.kept()).at(-1)).toMatchObject({ delivery_id: null });
  expect(await rig.eventsOf(id)).toEqual([]);
});

test('an address leads where its signature says, to a mailbox, or nowhere', async () => {
  const id = await rig.addRecipient('d@one.example', 'delivered');
  const world = { ...rig.config, keyring: rig.keyring };
  const look = (address: string) => findDestination(rig.engine, world, address);
  const { tenantId } = rig.tenant.scope;
  expect(await look(rig.returnPath(id))).toEqual({ kind: 'return-path', tenantId, deliveryId: id });
  expect(await look(rig.returnPath(id).toUpperCase())).toEqual({ kind: 'return-path', tenantId, deliveryId: id });
  expect(await look(rig.unsubscribeAddress(id))).toEqual({ kind: 'unsubscribe', tenantId, deliveryId: id });
  expect(await look('News@Aozora.test')).toEqual({ kind: 'mailbox', tenantId, mailboxId: rig.tenant.mailboxId });
  const forged = rig.returnPath(id).replace(/\.[0-9a-f]{4}/, '.0000');
  for (const nobody of [forged, rig.returnPath(id + 1), 'x@bounces.hikyaku.test', 'x@aozora.test', 'x@hikyaku.test']) {
    expect(await look(nobody)).toEqual({ kind: 'nobody', ours: true });
  }
  expect(await look('x@elsewhere.example')).toEqual({ kind: 'nobody', ours: false });
});

test('the way without a network answers like SMTP', async () => {
  const send = openLocalDelivery({ config: rig.config, db: rig.engine, log: silentLog() });
  const mail = { mailFrom: '', bytes: note({ from: 'a@one.example', subject: 'x' }) };
  expect(await send({ ...mail, rcptTo: 'news@aozora.test' })).toMatchObject({ code: 250, enhanced: '2.1.5' });
  expect(await send({ ...mail, rcptTo: 'nobody@aozora.test' })).toMatchObject({ code: 550, enhanced: '5.1.1' });
  const away = openLocalDelivery({
    config: rig.config,
    db: { ...rig.engine, query: () => Promise.reject(new Error('Connection terminated')) },
    log: silentLog(),
  });
  expect(await away({ ...mail, rcptTo: 'news@aozora.test' })).toMatchObject({ code: 451, enhanced: '4.3.0' });
});
