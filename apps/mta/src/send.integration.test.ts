import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from './testing/open-rig.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

type Row = { state: number; attempts: number; reply: string; code: number | null; mx_host: string | null };

const final = (messageId: number) =>
  rig.until(async () => {
    const [row] = await rig.db.query<Row>(
      `SELECT d.state, d.attempts, a.reply, a.code, c.mx_host FROM recipients r JOIN deliveries d ON d.id = r.id
       LEFT JOIN attempts a ON a.delivery_id = d.id AND a.n = d.attempts LEFT JOIN connections c ON c.id = a.connection_id
       WHERE r.message_id = $1 AND d.state NOT IN (0, 1)`,
      [messageId],
    );
    return row;
  });

test('an accepted message goes through real DNS and SMTP to its exchanger', async () => {
  const id = await rig.send('taro@one.example');
  expect(await final(id)).toMatchObject({ state: 2, attempts: 1, code: 250, mx_host: 'mx.one.example' });
  const [seen] = await rig.messages('taro@one.example');
  expect(seen!.mail_from).toMatch(/^b\+[0-9a-z]+\.[0-9a-f]{24}@bounces\.hikyaku\.test$/);
  const raw = await (await fetch(seen!.raw_url)).text();
  expect(raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=aozora\.test;/m);
  expect(raw).not.toMatch(/^List-Unsubscribe/m);
});

test('a recipient who is refused is bounced with the reply, and suppressed when the address is unknown', async () => {
  const id = await rig.send('unknown1@two.example');
  expect(await final(id)).toMatchObject({ state: 3, attempts: 1, code: 550 });
  const rows = await rig.db.query('SELECT reason, scope FROM suppressions WHERE email = $1', ['unknown1@two.example']);
  expect(rows).toEqual([{ reason: 'invalid_recipient', scope: 3 }]);
  const again = await rig.send('unknown1@two.example');
  expect(await final(again)).toMatchObject({ state: 5, attempts: 0 });
});

test('a policy refusal bounces and suppresses nobody', async () => {
  const id = await rig.send('block1@two.example');
  expect(await final(id)).toMatchObject({ state: 3, code: 554 });
  expect(await rig.db.query('SELECT 1 FROM suppressions WHERE email = $1', ['block1@two.example'])).toEqual([]);
});

test('a deferred recipient is tried again until the receiver takes it, with the same bytes each time', async () => {
  const id = await rig.send('defer2x@three.example');
  expect(await final(id)).toMatchObject({ state: 2, attempts: 3 });
  const tries = await rig.db.query<{ outcome: number }>(
    'SELECT a.outcome FROM attempts a JOIN recipients r ON r.id = a.delivery_id WHERE r.message_id = $1 ORDER BY n',
    [id],
  );
  expect(tries.map((row) => row.outcome)).toEqual([1, 1, 2]);
});

test('null MX is final at once; no such domain only at the second look', async () => {
  const nobody = await rig.send('a@nomx.example');
  expect(await final(nobody)).toMatchObject({ state: 3, attempts: 1, code: 556 });
  const nowhere = await rig.send('a@no-such-domain.invalid');
  expect(await final(nowhere)).toMatchObject({ state: 3, attempts: 2 });
});

test('each recipient of a message has a transaction and an outcome of its own', async () => {
  const id = await rig.send(['a@four.example', 'unknown2@four.example', 'b@five.example']);
  await rig.until(async () => {
    const [row] = await rig.db.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM recipients r JOIN deliveries d ON d.id = r.id WHERE r.message_id = $1 AND d.state IN (0, 1)',
      [id],
    );
    return row!.open === 0;
  });
  const rows = await rig.db.query<{ email: string; state: number }>(
    'SELECT r.email, d.state FROM recipients r JOIN deliveries d ON d.id = r.id WHERE r.message_id = $1 ORDER BY r.email',
    [id],
  );
  expect(rows).toEqual([
    { email: 'a@four.example', state: 2 },
    { email: 'b@five.example', state: 2 },
    { email: 'unknown2@four.example', state: 3 },
  ]);
});

test('a cut after the dot is not guessed: bulk becomes unconfirmed and is not sent again', async () => {
  const id = await rig.send('dropdot1@drop.example', { stream: 'bulk' });
  expect(await final(id)).toMatchObject({ state: 7, attempts: 1 });
});

test('bulk carries both forms of List-Unsubscribe under DKIM', async () => {
  const id = await rig.send('bulk@six.example', { stream: 'bulk' });
  expect(await final(id)).toMatchObject({ state: 2 });
  const [seen] = await rig.messages('bulk@six.example');
  const raw = await (await fetch(seen!.raw_url)).text();
  expect(raw).toMatch(/^List-Unsubscribe: <mailto:u\+.+>,\s+<http/m);
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(raw.replaceAll('\r\n ', '')).toMatch(/h=[^;]*list-unsubscribe:list-unsubscribe-post/);
});

test('nothing is left behind: no batch, no intent, no duplicate', async () => {
  await rig.until(async () => (await rig.db.query('SELECT 1 FROM batches')).length === 0);
  expect(await rig.db.query('SELECT * FROM intents')).toEqual([]);
  expect((await rig.counts()).duplicates).toBe(0);
});
