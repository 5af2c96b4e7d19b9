import type { Database } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dsn, note } from '../testing/mails.ts';
import { openRig } from '../testing/open-rig.ts';
import type { Addressee } from './inbound.ts';
import { openReceiver } from './open-receiver.ts';
import { readInbound } from './read-inbound.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const mail = (subject: string, id = subject) => {
  const text = note({ from: 'a@one.example', subject }).toString().replace('<note@', `<${id}@`);
  return readInbound({ mailFrom: 'a@one.example', bytes: Buffer.from(text) }, rig.keyring);
};
const box = (): Addressee[] => [
  {
    rcptTo: 'news@aozora.test',
    destination: { kind: 'mailbox', tenantId: rig.tenant.scope.tenantId, mailboxId: rig.tenant.mailboxId },
  },
];
const copies = async (subject: string) =>
  (await rig.owner.query('SELECT 1 FROM inbound_messages WHERE subject = $1', [subject])).length;

test('what sessions bring at the same time is kept in few statements, each once and under its own id', async () => {
  let statements = 0;
  const counting: Database = {
    ...rig.engine,
    query: (text, values) => {
      if (text.startsWith('INSERT')) statements += 1;
      return rig.engine.query(text, values);
    },
  };
  const receiver = openReceiver(counting);
  await receiver.receive(mail('first'), box());
  statements = 0;
  const kept = await Promise.all(Array.from({ length: 50 }, (_, n) => receiver.receive(mail(`together ${n}`), box())));
  expect(statements).toBeLessThan(10);
  const rows = await rig.owner.query<{ id: number; subject: string; raw: Buffer }>(
    "SELECT id, subject, raw FROM inbound_messages WHERE subject LIKE 'together%'",
  );
  expect(rows).toHaveLength(50);
  for (const { id, subject, raw } of rows) {
    expect(kept[Number(subject.slice('together '.length))]).toMatchObject([{ id }]);
    expect(raw).toEqual(mail(subject).bytes);
  }
});

test('a mail that was kept just before a start is not kept again when its sender repeats it; later copies are mails of their own', async () => {
  await openReceiver(rig.engine).receive(mail('before'), box());
  const next = openReceiver(rig.engine);
  const [again] = (await next.receive(mail('before'), box()))!;
  const [row] = await rig.owner.query("SELECT id FROM inbound_messages WHERE subject = 'before'");
  expect(again).toEqual({ kind: 'reply', id: row!.id });
  expect(await copies('before')).toBe(1);
  await next.receive(mail('before'), box());
  expect(await copies('before')).toBe(2);
});

test('a reply that the sender did not hear makes its repetition the same mail', async () => {
  const receiver = openReceiver(rig.engine);
  await receiver.receive(mail('unheard'), box());
  receiver.unheard(mail('unheard'), box());
  await receiver.receive(mail('unheard'), box());
  expect(await copies('unheard')).toBe(1);
});

test('a commit whose answer was lost is looked for when the mail comes again', async () => {
  let lost = true;
  const losing: Database = {
    ...rig.engine,
    query: async <Row>(text: string, values?: readonly unknown[]) => {
      const rows = await rig.engine.query<Row>(text, values);
      if (text.startsWith('INSERT') && lost) throw new Error('Connection terminated unexpectedly');
      return rows;
    },
  };
  const receiver = openReceiver(losing);
  await expect(receiver.receive(mail('ambiguous'), box())).rejects.toThrow('terminated');
  lost = false;
  await receiver.receive(mail('ambiguous'), box());
  expect(await copies('ambiguous')).toBe(1);
});

test('mails without a Message-ID are never taken for one another', async () => {
  const nameless = readInbound({ mailFrom: '', bytes: Buffer.from('Subject: nameless\r\n\r\nx\r\n') }, rig.keyring);
  await openReceiver(rig.engine).receive(nameless, box());
  await openReceiver(rig.engine).receive(nameless, box());
  expect(await copies('nameless')).toBe(2);
});

test('reports of many sessions are drawn from together, and one that fails spoils none', async () => {
  const ids = await Promise.all(
    Array.from({ length: 8 }, (_, n) => rig.addRecipient(`group${n}@one.example`, 'delivered')),
  );
  await rig.takeDeltas();
  const receiver = openReceiver(rig.engine);
  const report = (id: number, n: number) =>
    receiver.receive(
      readInbound(
        {
          mailFrom: '',
          bytes: dsn({
            recipient: `group${n}@one.example`,
            action: 'failed',
            status: '5.1.1',
            said: '550 5.1.1 unknown',
          }),
        },
        rig.keyring,
      ),
      [
        {
          rcptTo: 'x',
          // The fifth one's tenant is gone: its row cannot be written.
          destination: { kind: 'return-path', tenantId: n === 4 ? 999_999 : rig.tenant.scope.tenantId, deliveryId: id },
        },
      ],
    );
  const results = await Promise.allSettled(ids.map(report));
  expect(results.map(({ status }) => status)).toEqual(ids.map((_, n) => (n === 4 ? 'rejected' : 'fulfilled')));
  const states = await Promise.all(ids.map((id) => rig.stateOf(id)));
  expect(states).toEqual(ids.map((_, n) => (n === 4 ? 'delivered' : 'bounced')));
  expect(await rig.takeDeltas()).toEqual({ delivered: -7, bounced: 7 });
});

test('a mailbox that is gone is said so, and nothing is kept', async () => {
  const [one] = box();
  const gone: Addressee = {
    ...one!,
    destination: { kind: 'mailbox', tenantId: rig.tenant.scope.tenantId, mailboxId: 2_000_000_000 },
  };
  expect(await openReceiver(rig.engine).receive(mail('gone'), [one!, gone])).toBeUndefined();
  expect(await copies('gone')).toBe(0);
});
