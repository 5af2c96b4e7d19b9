import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing/open-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const mail = { from: 'a@aozora.example', to: 'b@x.example', subject: 'S', text: 'T' };
const withKey = (key: string) => ({ 'idempotency-key': key });
const countMessages = async () => (await api.owner.query<{ n: number }>('SELECT count(*) AS n FROM messages'))[0]!.n;

test('a repeat gets the first answer again and does nothing', async () => {
  const before = await countMessages();
  const first = await api.call('POST', '/emails', mail, withKey('a'));
  const again = await api.call('POST', '/emails', mail, withKey('a'));
  expect(again).toMatchObject({ status: 202, body: first.body });
  expect(again.headers.get('content-type')).toBe('application/json');
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await countMessages()).toBe(before + 1);
});

test('of many at once one acts; the others wait their turn or get its answer', async () => {
  const before = await countMessages();
  const said = await Promise.all(Array.from({ length: 8 }, () => api.call('POST', '/emails', mail, withKey('many'))));
  expect(await countMessages()).toBe(before + 1);
  const answered = said.filter((one) => one.status === 202);
  expect(answered.length).toBeGreaterThanOrEqual(1);
  expect(new Set(answered.map((one) => one.body.id)).size).toBe(1);
  for (const one of said.filter((other) => other.status !== 202)) {
    expect(one).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
    expect(one.headers.get('retry-after')).toBe('1');
  }
  expect((await api.call('POST', '/emails', mail, withKey('many'))).body).toEqual(answered[0]!.body);
});

test('another body under the same key is 409; another path or tenant is another key', async () => {
  await api.call('POST', '/lists', { name: 'A' }, withKey('b'));
  const other = await api.call('POST', '/lists', { name: 'B' }, withKey('b'));
  expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } });
  expect((await api.call('POST', '/templates', { name: 'A', text: 'T' }, withKey('b'))).status).toBe(201);
  expect((await api.as(api.tenants[1])('POST', '/lists', { name: 'B' }, withKey('b'))).status).toBe(201);
});

test('a refusal is an answer too; a key of a wrong length is none', async () => {
  const first = await api.call('POST', '/lists', { name: '' }, withKey('c'));
  const again = await api.call('POST', '/lists', { name: '' }, withKey('c'));
  expect(first.status).toBe(422);
  expect(again).toMatchObject({ status: 422, body: first.body });
  const malformed = await api.call('POST', '/lists', '{', withKey('m'));
  expect(malformed.status).toBe(400);
  expect((await api.call('POST', '/lists', '{', withKey('m'))).headers.get('idempotency-replayed')).toBe('true');
  expect((await api.call('POST', '/lists', { name: 'K' }, withKey('k'.repeat(257)))).status).toBe(400);
  expect((await api.call('POST', '/lists', { name: 'K' }, withKey('k'.repeat(256)))).status).toBe(201);
});

test('a failure of ours is not kept', async () => {
  const lookUpTxt = api.world.lookUpTxt;
  const [domain] = (await api.call('GET', '/domains')).body.data;
  const world = api.world as { lookUpTxt: typeof lookUpTxt };
  world.lookUpTxt = async () => {
    throw new Error('no answer');
  };
  expect((await api.call('POST', `/domains/${domain.id}/verify`, {}, withKey('d'))).status).toBe(503);
  world.lookUpTxt = lookUpTxt;
  expect((await api.call('POST', `/domains/${domain.id}/verify`, {}, withKey('d'))).status).toBe(200);
});

test('in progress is 409; a first that died is taken over after a minute; a day later the key is new', async () => {
  const age = (text: string) =>
    api.owner.query(`UPDATE idempotency_keys SET created_at = now() - interval '${text}' WHERE key = 'e'`);
  await api.call('POST', '/lists', { name: 'E1' }, withKey('e'));
  await api.owner.query(`UPDATE idempotency_keys SET status = NULL, answer = NULL WHERE key = 'e'`);
  const busy = await api.call('POST', '/lists', { name: 'E2' }, withKey('e'));
  expect(busy).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
  await age('61 seconds');
  expect((await api.call('POST', '/lists', { name: 'E2' }, withKey('e'))).status).toBe(201);
  await age('25 hours');
  expect((await api.call('POST', '/lists', { name: 'E3' }, withKey('e'))).status).toBe(201);
});

test('a file sent again under the same key is the same import, whatever boundary it came with', async () => {
  const list = (await api.call('POST', '/lists', { name: 'Files' })).body.id;
  const send = (csv: string, key: string) => {
    const form = new FormData();
    form.append('file', new Blob([csv]), 'a.csv');
    form.append('list_id', list);
    return api.call('POST', '/imports', form, withKey(key));
  };
  const csv = 'email\r\na@x.example\r\n';
  const first = await send(csv, 'f');
  expect(first.status).toBe(202);
  expect((await send(csv, 'f')).body).toEqual(first.body);
  expect((await send(`${csv}b@x.example`, 'f')).body.code).toBe('idempotency_mismatch');
  const refused = await send('', 'g');
  expect(refused.status).toBe(422);
  expect((await send('', 'g')).headers.get('idempotency-replayed')).toBe('true');
});

test('kept answers are sealed', async () => {
  const rows = await api.owner.query<{ answer: string }>(
    'SELECT answer FROM idempotency_keys WHERE answer IS NOT NULL',
  );
  for (const { answer } of rows) expect(answer).not.toMatch(/msg_|lst_/);
});
