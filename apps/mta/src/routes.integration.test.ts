import { withTenant } from '@hikyaku/db';
import { readMessage } from '@hikyaku/mail';
import { accept, type Mail } from '@hikyaku/submission';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReceiver } from './testing/open-receiver.ts';
import { openRig } from './testing/open-rig.ts';

type Row = { state: number; attempts: number; reason: string | null; enhanced: string | null; code: number | null };

const TEMPORARY = '4.4.3';
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  // Over IPv4 and IPv6 alike.
  receiver = await openReceiver(undefined, [], '::');
  rig = await openRig({ env: { HIKYAKU_MX_PORT: String(receiver.port) } });
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

type ZoneRecord = { type: string; name?: string; value: string; preference?: number };
const publish = async (domain: string, records: readonly ZoneRecord[]) => {
  const body = JSON.stringify({ records: records.map((record) => ({ ttl: 0, ...record })) });
  const put = await fetch(`${rig.sandbox.url}/zones/${domain}`, { method: 'PUT', body });
  if (!put.ok) throw new Error(await put.text());
};
const rowOf = async (id: number): Promise<Row | undefined> => {
  const [row] = await rig.db.query<Row>(
    `SELECT d.state, d.attempts, a.enhanced, a.code FROM recipients r JOIN deliveries d ON d.id = r.id
     LEFT JOIN attempts a ON a.delivery_id = r.id AND a.n = d.attempts WHERE r.message_id = $1`,
    [id],
  );
  return row;
};
const once = async (id: number, is: (row: Row) => boolean) =>
  rig.until(async () => {
    const row = await rowOf(id);
    return row && is(row) ? row : undefined;
  });
const ended = (id: number) => once(id, (row) => row.state > 1);

test.each<[string, string, readonly ZoneRecord[]]>([
  [
    'an MX that has an IPv6 address alone',
    'six.test',
    [
      { type: 'MX', value: 'mx.six.test' },
      { type: 'AAAA', name: 'mx', value: '::1' },
    ],
  ],
  ['a domain that has an address and no MX', 'bare.test', [{ type: 'A', value: '127.0.0.1' }]],
  [
    'an MX behind an alias',
    'alias.test',
    [
      { type: 'MX', value: 'named.alias.test' },
      { type: 'CNAME', name: 'named', value: 'real.alias.test' },
      { type: 'A', name: 'real', value: '127.0.0.1' },
    ],
  ],
  [
    'a second MX, where the first has no address',
    'second.test',
    [
      { type: 'MX', value: 'gone.second.test', preference: 5 },
      { type: 'MX', value: 'mx.second.test', preference: 10 },
      { type: 'A', name: 'mx', value: '127.0.0.1' },
    ],
  ],
])('mail arrives at %s', async (_what, domain, records) => {
  await publish(domain, records);
  expect(await ended(await rig.send(`a@${domain}`))).toMatchObject({ state: 2 });
  expect(receiver.of(`a@${domain}`)).toHaveLength(1);
});

test('a domain whose DNS fails first and answers later gets its mail', async () => {
  const circle: ZoneRecord[] = [
    { type: 'CNAME', name: '@', value: 'b.late.test' },
    { type: 'CNAME', name: 'b', value: 'late.test' },
  ];
  await publish('late.test', circle);
  const id = await rig.send('a@late.test');
  expect(await once(id, (row) => row.attempts > 0)).toMatchObject({ state: 1, enhanced: TEMPORARY });
  await publish('late.test', [{ type: 'A', value: '127.0.0.1' }]);
  expect(await ended(id)).toMatchObject({ state: 2 });
});

test.each<[string, string, readonly ZoneRecord[], object]>([
  ['takes no mail (null MX)', 'null.test', [{ type: 'MX', value: '.' }], { code: 556, enhanced: '5.1.10' }],
  ['leads into a private network', 'private.test', [{ type: 'A', value: '10.0.0.1' }], { enhanced: '5.4.4' }],
  ['says that we are its mail exchanger', 'ours.test', [{ type: 'MX', value: 'hikyaku.test' }], { enhanced: '5.4.6' }],
])('a domain that %s is final at once', async (_what, domain, records, status) => {
  await publish(domain, records);
  expect(await ended(await rig.send(`a@${domain}`))).toMatchObject({ state: 3, attempts: 1, ...status });
  expect(receiver.of(`a@${domain}`)).toEqual([]);
});

test('a domain that is not ASCII is written as A-label, a name before the @ needs SMTPUTF8', async () => {
  await publish('xn--wgv71a119e.test', [{ type: 'A', value: '127.0.0.1' }]);
  expect(await ended(await rig.send('a@日本語.test'))).toMatchObject({ state: 2 });
  expect(receiver.of('a@xn--wgv71a119e.test')).toHaveLength(1);
  expect(await ended(await rig.send('太郎@日本語.test'))).toMatchObject({ state: 3, code: 553, enhanced: '5.6.7' });
});

test('8-bit bytes of a submitter are encoded before they are signed, and read the same', async () => {
  await publish('ascii.test', [{ type: 'A', value: '127.0.0.1' }]);
  const lines = ['From: 青空 <news@aozora.test>', 'To: a@ascii.test', 'Subject: 請求書', '', 'こんにちは、é', ''];
  const mail: Mail = {
    raw: Buffer.from(lines.join('\r\n')),
    fromEmail: 'news@aozora.test',
    fromHeader: 'news@aozora.test',
    toHeader: ['a@ascii.test'],
    subject: '請求書',
    recipients: ['a@ascii.test'],
    stream: 'transactional',
    source: 'smtp',
  };
  const accepted = await withTenant(rig.app, rig.scope, (sql) => accept(sql, rig.config, [mail]));
  if (!accepted.ok) throw new Error(accepted.detail);
  expect(await ended(accepted.value.ids[0]!)).toMatchObject({ state: 2 });
  const { raw } = receiver.of('a@ascii.test')[0]!;
  expect(raw).toMatch(/^DKIM-Signature: [\0-\x7f]*$/);
  expect(await readMessage(Buffer.from(raw))).toMatchObject({
    subject: '請求書',
    text: expect.stringContaining('こんにちは、é'),
  });
});
