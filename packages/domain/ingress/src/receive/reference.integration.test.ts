import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { arf, dsn, note } from '../testing/mails.ts';
import { openRig, type RigTenant } from '../testing/open-rig.ts';
import { readInbound } from './read-inbound.ts';
import { receive } from './receive.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
let platformBox: number;
beforeAll(async () => {
  rig = await openRig();
  const [box] = await rig.owner.query<{ id: number }>(
    "INSERT INTO mailboxes (tenant_id, address) VALUES (1, 'abuse@hikyaku.test') RETURNING id",
  );
  platformBox = box!.id;
});
beforeEach(() => rig.takeDeltas());
afterAll(() => rig.close());

const deliver = (bytes: Buffer, box: { tenantId: number; mailboxId: number }) =>
  receive(rig.engine, readInbound({ mailFrom: '', bytes }, rig.keyring), [
    { rcptTo: 'x', destination: { kind: 'mailbox', ...box } },
  ]);
const boxOf = ({ scope, mailboxId }: RigTenant) => ({ tenantId: scope.tenantId, mailboxId });

/** The report with the original's header fields in a part of its own. */
const returning = (report: Buffer, ...fields: string[]): Buffer => {
  const part = ['--b', 'Content-Type: text/rfc822-headers', '', 'From: news@aozora.test', ...fields, '', '--b--', ''];
  return Buffer.from(report.toString().replace(/--b--\r\n$/, part.join('\r\n')));
};
const gone = (recipient: string) =>
  dsn({ recipient, action: 'failed', status: '5.1.1', said: '550 5.1.1 User unknown' });
const unsubscribe = (id: number) => `List-Unsubscribe: <https://x.test/u/1>, <mailto:${rig.unsubscribeAddress(id)}>`;

test.each([
  ['the return-path', (id: number) => `Return-Path: <${rig.returnPath(id)}>`],
  ['List-Unsubscribe', unsubscribe],
  ['X-Hikyaku-Ref', (id: number) => `X-Hikyaku-Ref: <${rig.returnPath(id)}>`],
])(
  'a bounce that came to the From mailbox settles the recipient whom %s of the original names; twice is once',
  async (name, field) => {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}@one.example`;
    const id = await rig.addRecipient(email, 'delivered');
    const report = returning(gone(email), field(id));
    const [first] = await deliver(report, boxOf(rig.tenant));
    expect(await rig.stateOf(id)).toBe('bounced');
    expect(await rig.suppressionsOf(email)).toEqual([{ reason: 'invalid_recipient', scope: 3 }]);
    expect(await rig.takeDeltas()).toEqual({ delivered: -1, bounced: 1 });
    expect((await rig.kept()).at(-1)).toMatchObject({ mailbox_id: rig.tenant.mailboxId, delivery_id: id });
    expect(await deliver(report, boxOf(rig.tenant))).toEqual([first]);
    expect(await rig.takeDeltas()).toEqual({});
  },
);

test('a complaint that hides its recipient, sent to the platform, reaches the tenant whose mail it returns', async () => {
  const id = await rig.addRecipient('hidden@one.example', 'delivered');
  const kept = (await rig.kept()).length;
  const report = Buffer.from(
    arf()
      .toString()
      .replace('Subject: x\r\n', `Subject: x\r\n${unsubscribe(id)}\r\n`),
  );
  expect(await deliver(report, { tenantId: 1, mailboxId: platformBox })).toMatchObject([{ kind: 'complaint' }]);
  expect(await rig.eventsOf(id)).toMatchObject([{ type: 'complained' }]);
  expect(await rig.suppressionsOf('hidden@one.example')).toEqual([{ reason: 'complaint', scope: 1 }]);
  expect((await rig.kept()).slice(kept)).toMatchObject([
    { mailbox_id: platformBox, delivery_id: null },
    { mailbox_id: null, delivery_id: id },
  ]);
});

test('a forged, another tenant`s or an old reference changes nothing, and the mail is kept for the eye', async () => {
  const id = await rig.addRecipient('safe@one.example', 'delivered');
  const untouched = async () => [await rig.stateOf(id), await rig.suppressionsOf('safe@one.example')];
  const forged = rig.unsubscribeAddress(id).replace(/\.[0-9a-f]{4}/, '.0000');
  const kept = (await rig.kept()).length;
  await deliver(returning(gone('safe@one.example'), `List-Unsubscribe: <mailto:${forged}>`), boxOf(rig.tenant));
  const other = await rig.addTenant('other.test');
  await deliver(returning(gone('safe@one.example'), unsubscribe(id)), boxOf(other));
  await rig.owner.query("UPDATE recipients SET created_at = now() - interval '31 days' WHERE id = $1", [id]);
  await deliver(returning(gone('safe@one.example'), unsubscribe(id)), boxOf(rig.tenant));
  expect(await untouched()).toEqual(['delivered', []]);
  expect((await rig.kept()).slice(kept)).toMatchObject([
    { kind: 'bounce', mailbox_id: rig.tenant.mailboxId },
    { kind: 'bounce', mailbox_id: other.mailboxId },
    { kind: 'bounce', mailbox_id: rig.tenant.mailboxId },
  ]);
});

test('a person who quotes our mail is a person, whatever the quotation proves', async () => {
  const id = await rig.addRecipient('person@one.example', 'delivered');
  const bytes = note({
    from: 'person@one.example',
    subject: 'Re: x',
    text: `-- original message --\r\n${unsubscribe(id)}`,
  });
  expect(await deliver(bytes, boxOf(rig.tenant))).toMatchObject([{ kind: 'reply' }]);
  expect(await rig.stateOf(id)).toBe('delivered');
});
