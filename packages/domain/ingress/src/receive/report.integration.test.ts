import type { State } from '@hikyaku/egress';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { arf, dsn, note } from '../testing/mails.ts';
import { openRig } from '../testing/open-rig.ts';
import { readInbound } from './read-inbound.ts';
import { receive } from './receive.ts';
import { settleWaiting } from './settle-waiting.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(() => rig.takeDeltas());
afterAll(() => rig.close());

const report = (deliveryId: number, bytes: Buffer, kind: 'return-path' | 'unsubscribe' = 'return-path') =>
  receive(rig.engine, readInbound({ mailFrom: '', bytes }, rig.keyring), [
    { rcptTo: 'x', destination: { kind, tenantId: rig.tenant.scope.tenantId, deliveryId } },
  ]);

const gone = (recipient: string) =>
  dsn({ recipient, action: 'failed', status: '5.1.1', said: '550 5.1.1 User unknown' });

test('a failure moves delivered to bounced, is counted, suppresses and is told; the same report again changes nothing', async () => {
  const id = await rig.addRecipient('a@one.example', 'delivered');
  const [first] = await report(id, gone('a@one.example'));
  expect(first!.kind).toBe('bounce');
  expect(await rig.stateOf(id)).toBe('bounced');
  expect(await rig.suppressionsOf('a@one.example')).toEqual([{ reason: 'invalid_recipient', scope: 3 }]);
  const events = await rig.eventsOf(id);
  expect(events).toEqual([
    {
      type: 'bounced',
      data: {
        inbound_id: first!.id,
        reason: 'invalid_recipient',
        smtp: { code: 550, enhanced: '5.1.1', text: '550 5.1.1 User unknown' },
      },
    },
  ]);
  expect(await rig.takeDeltas()).toEqual({ delivered: -1, bounced: 1 });
  const kept = (await rig.kept()).length;
  const [again] = await report(id, gone('a@one.example'));
  expect(again).toEqual(first);
  await report(id, gone('A@one.example'));
  expect(await rig.eventsOf(id)).toEqual(events);
  expect(await rig.takeDeltas()).toEqual({});
  expect((await rig.kept()).length).toBe(kept + 1);
});

test('a late failure is owed to a submitter who hears of failures, once, and to nobody else', async () => {
  const ids = await Promise.all(
    ['told', 'never', 'rest'].map((name) => rig.addRecipient(`${name}@dsn.example`, 'delivered')),
  );
  await rig.owner.query(
    'UPDATE recipients SET notify = CASE id WHEN $1 THEN 3 WHEN $2 THEN 0 END WHERE id = ANY ($3)',
    [ids[0], ids[1], ids],
  );
  for (const [at, name] of ['told', 'never', 'rest', 'told'].entries()) {
    await report(ids[at % 3]!, gone(`${name}@dsn.example`));
  }
  expect(await rig.owner.query('SELECT delivery_id, action FROM dsn_reports')).toEqual([
    { delivery_id: ids[0], action: 2 },
  ]);
  await rig.takeDeltas();
});

test('the same report twice at once is one report', async () => {
  const id = await rig.addRecipient('twice@one.example', 'delivered');
  const bytes = gone('twice@one.example');
  const results = await Promise.all([report(id, bytes), report(id, bytes), report(id, bytes)]);
  expect(new Set(results.map(([one]) => one!.id)).size).toBe(1);
  expect(await rig.eventsOf(id)).toHaveLength(1);
  expect(await rig.takeDeltas()).toEqual({ delivered: -1, bounced: 1 });
});

test('Action: failed is final whatever its status says, and time that ran out is nobody`s fault', async () => {
  const id = await rig.addRecipient('late@one.example', 'delivered');
  await report(
    id,
    dsn({ recipient: 'late@one.example', action: 'failed', status: '4.4.7', said: 'delivery time expired' }),
  );
  expect(await rig.stateOf(id)).toBe('bounced');
  expect(await rig.suppressionsOf('late@one.example')).toEqual([]);
});

test.each<[State, string, Buffer, State, Record<string, number>]>([
  ['unconfirmed', 'a failure', gone('u1@one.example'), 'bounced', { unconfirmed: -1, bounced: 1 }],
  [
    'unconfirmed',
    'a success',
    dsn({ recipient: 'u2@one.example', action: 'delivered', status: '2.0.0' }),
    'delivered',
    { unconfirmed: -1, delivered: 1 },
  ],
  [
    'unconfirmed',
    'a delay',
    dsn({ recipient: 'u3@one.example', action: 'delayed', status: '4.4.1' }),
    'delivered',
    { unconfirmed: -1, delivered: 1 },
  ],
  ['deferred', 'a failure', gone('u4@one.example'), 'bounced', { deferred: -1, bounced: 1 }],
  [
    'deferred',
    'a success',
    dsn({ recipient: 'u5@one.example', action: 'relayed', status: '2.0.0' }),
    'delivered',
    { deferred: -1, delivered: 1 },
  ],
])('%s and %s', async (was, _what, bytes, becomes, delta) => {
  const email = /u\d@one\.example/.exec(bytes.toString())![0];
  const id = await rig.addRecipient(email, was);
  await report(id, bytes);
  expect(await rig.stateOf(id)).toBe(becomes);
  expect(await rig.takeDeltas()).toEqual(delta);
  expect(await rig.eventsOf(id)).toMatchObject([{ type: becomes }]);
  const [row] = await rig.owner.query('SELECT due_at FROM deliveries WHERE id = $1', [id]);
  expect(row).toEqual({ due_at: null });
});

test.each<[State, Buffer]>([
  ['bounced', dsn({ recipient: 'x@one.example', action: 'delivered', status: '2.0.0' })],
  ['expired', gone('x@one.example')],
  ['suppressed', gone('x@one.example')],
  ['canceled', gone('x@one.example')],
  ['deferred', dsn({ recipient: 'x@one.example', action: 'delayed', status: '4.4.1' })],
  ['delivered', dsn({ recipient: 'x@one.example', action: 'delayed', status: '4.4.1' })],
])('a report of something else leaves %s as it is', async (state, bytes) => {
  const id = await rig.addRecipient('x@one.example', state);
  await report(id, bytes);
  expect(await rig.stateOf(id)).toBe(state);
  expect(await rig.eventsOf(id)).toEqual([]);
  expect(await rig.takeDeltas()).toEqual({});
});

test('a report that is faster than the commit of its outcome waits for it', async () => {
  const id = await rig.addRecipient('fast@one.example', 'queued', { batchId: 77 });
  await report(id, gone('fast@one.example'));
  await settleWaiting(rig.engine);
  expect(await rig.stateOf(id)).toBe('queued');
  expect((await rig.kept()).at(-1)).toMatchObject({ delivery_id: id, pending: true });
  await rig.owner.query('UPDATE deliveries SET state = 2, batch_id = 0 WHERE id = $1', [id]);
  await settleWaiting(rig.engine);
  expect(await rig.stateOf(id)).toBe('bounced');
  expect(await rig.takeDeltas()).toEqual({ delivered: -1, bounced: 1 });
  expect(await rig.suppressionsOf('fast@one.example')).toHaveLength(1);
  await settleWaiting(rig.engine);
  expect(await rig.eventsOf(id)).toHaveLength(1);
});

test('only a fault of the recipient suppresses: at once, at the second time, never', async () => {
  const inactive = (n: number) =>
    dsn({ recipient: 'old@one.example', action: 'failed', status: '5.2.1', said: `550 5.2.1 mailbox disabled ${n}` });
  const spam = dsn({
    recipient: 'spam@one.example',
    action: 'failed',
    status: '5.7.1',
    said: '554 5.7.1 spam detected',
  });
  await report(await rig.addRecipient('spam@one.example', 'delivered'), spam);
  expect(await rig.suppressionsOf('spam@one.example')).toEqual([]);
  await report(await rig.addRecipient('old@one.example', 'delivered'), inactive(1));
  expect(await rig.suppressionsOf('old@one.example')).toEqual([]);
  await report(await rig.addRecipient('old@one.example', 'delivered'), inactive(2));
  expect(await rig.suppressionsOf('old@one.example')).toEqual([{ reason: 'inactive_mailbox', scope: 3 }]);
});

test('a late failure of a single message moves its recipient, and no campaign counts it', async () => {
  const id = await rig.addRecipient('single@one.example', 'delivered');
  await rig.owner.query('UPDATE recipients SET campaign_id = NULL, stream = 0 WHERE id = $1', [id]);
  await rig.owner.query('UPDATE deliveries SET campaign_id = 0, stream = 0 WHERE id = $1', [id]);
  await report(id, gone('single@one.example'));
  expect(await rig.stateOf(id)).toBe('bounced');
  expect(await rig.eventsOf(id)).toMatchObject([{ type: 'bounced', data: { reason: 'invalid_recipient' } }]);
  expect(await rig.suppressionsOf('single@one.example')).toEqual([{ reason: 'invalid_recipient', scope: 3 }]);
  expect(await rig.takeDeltas()).toEqual({});
});

test('a complaint is a fact beside the state: counted once, and bulk to the address stops', async () => {
  const id = await rig.addRecipient('c@one.example', 'delivered');
  await report(id, arf());
  await report(id, Buffer.concat([Buffer.from('X-Again: yes\r\n'), arf()]));
  expect(await rig.stateOf(id)).toBe('delivered');
  expect(await rig.eventsOf(id)).toMatchObject([{ type: 'complained' }]);
  expect(await rig.suppressionsOf('c@one.example')).toEqual([{ reason: 'complaint', scope: 1 }]);
  expect(await rig.takeDeltas()).toEqual({ complained: 1 });
});

test('a mail to the unsubscribe address unsubscribes, whatever it says; counted once', async () => {
  const id = await rig.addRecipient('l@one.example', 'delivered');
  await report(id, note({ from: 'l@one.example', subject: '' }), 'unsubscribe');
  await report(id, note({ from: 'l@one.example', subject: 'again' }), 'unsubscribe');
  expect(await rig.eventsOf(id)).toMatchObject([{ type: 'unsubscribed', data: { source: 'mail' } }]);
  expect(await rig.suppressionsOf('l@one.example')).toEqual([{ reason: 'unsubscribe', scope: 1 }]);
  expect(await rig.takeDeltas()).toEqual({ unsubscribed: 1 });
});

test('who complains or leaves has got the message: unconfirmed is settled', async () => {
  const id = await rig.addRecipient('p@one.example', 'unconfirmed');
  await report(id, arf());
  expect(await rig.stateOf(id)).toBe('delivered');
  expect(await rig.takeDeltas()).toEqual({ unconfirmed: -1, delivered: 1, complained: 1 });
});

test('words that Postgres cannot keep are kept without what it cannot', async () => {
  const id = await rig.addRecipient('nul@one.example', 'delivered');
  const said = `550 5.1.1 ${'x'.repeat(985)}\u{1f4a9}\u0000 User unknown`;
  await report(id, dsn({ recipient: 'nul@one.example', action: 'failed', status: '5.1.1', said }));
  expect(await rig.stateOf(id)).toBe('bounced');
  const subject = note({ from: 'a\u0000@x.example', subject: '=?utf-8?B?AAAA?=' });
  await report(id, subject);
  expect((await rig.kept()).at(-1)).toMatchObject({ delivery_id: id, kind: 'other' });
});

test('several recipients of one mail are kept together or not at all', async () => {
  const id = await rig.addRecipient('both@one.example', 'delivered');
  const kept = (await rig.kept()).length;
  const { tenantId } = rig.tenant.scope;
  const both = receive(rig.engine, readInbound({ mailFrom: '', bytes: gone('both@one.example') }, rig.keyring), [
    { rcptTo: 'x', destination: { kind: 'return-path', tenantId, deliveryId: id } },
    { rcptTo: 'y', destination: { kind: 'mailbox', tenantId, mailboxId: 2_000_000_000 } },
  ]);
  await expect(both).rejects.toThrow('foreign key');
  expect(await rig.stateOf(id)).toBe('delivered');
  expect((await rig.kept()).length).toBe(kept);
});
