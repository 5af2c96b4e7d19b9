import { runImport } from '@hikyaku/audience';
import { mintTenantScope, parseId } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';

let api: TestApi;
let listId: string;
beforeAll(async () => {
  api = await openTestApi();
  listId = (await api.call('POST', '/lists', { name: 'People' })).body.id;
});
afterAll(() => api.close());

test('lists are made, found, renamed and deleted', async () => {
  const made = await api.call('POST', '/lists', { name: '会員' });
  expect(made).toMatchObject({ status: 201, body: { name: '会員', contacts: 0 } });
  expect((await api.call('POST', '/lists', { name: '会員' })).status).toBe(409);
  expect((await api.call('GET', `/lists/${made.body.id}`)).body).toEqual(made.body);
  const pages = await api.call('GET', '/lists?limit=1');
  expect(pages.body.data).toEqual([made.body]);
  expect((await api.call('GET', `/lists?limit=1&cursor=${pages.body.next_cursor}`)).body.data[0].id).toBe(listId);
  expect((await api.call('PATCH', `/lists/${made.body.id}`, { name: '元会員' })).body.name).toBe('元会員');
  expect((await api.call('DELETE', `/lists/${made.body.id}`)).status).toBe(204);
  expect((await api.call('GET', `/lists/${made.body.id}`)).status).toBe(404);
});

test('a contact is created once and updated by its address afterwards', async () => {
  const first = { email: 'Taro@Shop.example', name: '太郎', attributes: { city: '京都' }, list_ids: [listId] };
  const made = await api.call('POST', '/contacts', first);
  expect(made).toMatchObject({
    status: 201,
    body: { email: 'taro@shop.example', created: true, lists: [{ id: listId, name: 'People' }], suppressions: [] },
  });
  const again = await api.call('POST', '/contacts', { email: 'taro@shop.example', attributes: { plan: 2 } });
  expect(again).toMatchObject({
    status: 200,
    body: { id: made.body.id, created: false, name: '太郎', attributes: { city: '京都', plan: 2 } },
  });
  expect((await api.call('GET', '/contacts?email=TARO%40shop.example')).body.data).toHaveLength(1);
  expect((await api.call('GET', `/contacts?list_id=${listId}&query=太郎`)).body.data[0].id).toBe(made.body.id);
  const changed = await api.call('PATCH', `/contacts/${made.body.id}`, { name: 'Taro', attributes: {} });
  expect(changed.body).toMatchObject({ name: 'Taro', attributes: {} });
  expect((await api.call('DELETE', `/contacts/${made.body.id}`)).status).toBe(204);
  expect((await api.call('GET', `/contacts/${made.body.id}`)).status).toBe(404);
});

test('a batch answers in its order; one bad entry refuses all', async () => {
  const done = await api.call('POST', '/contacts/batch', [
    { email: 'b@x.example' },
    { email: 'a@x.example' },
    { email: 'B@x.example' },
  ]);
  expect(done.status).toBe(200);
  expect(done.body.data).toEqual([
    { id: expect.stringMatching(/^con_/), email: 'b@x.example', created: true },
    { id: expect.stringMatching(/^con_/), email: 'a@x.example', created: true },
    { id: done.body.data[0].id, email: 'b@x.example', created: false },
  ]);
  const refused = await api.call('POST', '/contacts/batch', [{ email: 'new@x.example' }, { email: 'x' }]);
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0].path).toBe('1.email');
  expect((await api.call('GET', '/contacts?email=new@x.example')).body.data).toEqual([]);
  const foreign = await api.call('POST', '/contacts', { email: 'new@x.example', list_ids: ['lst_000000000000'] });
  expect(foreign.body.errors[0].path).toBe('list_ids.0');
  const many = await api.call(
    'POST',
    '/contacts/batch',
    Array.from({ length: 1_001 }, () => ({ email: 'a@x.example' })),
  );
  expect(many.status).toBe(422);
});

test('an address is suppressed, found and lifted', async () => {
  const made = await api.call('POST', '/suppressions', { email: 'Gone@x.example', detail: 'asked by phone' });
  expect(made).toMatchObject({ status: 201, body: { email: 'gone@x.example', reason: 'manual', scope: 'all' } });
  expect((await api.call('POST', '/suppressions', { email: 'gone@x.example' })).status).toBe(200);
  const found = await api.call('GET', '/suppressions?email=GONE@x.example');
  expect(found.body).toEqual({ data: [made.body], next_cursor: null });
  const lift = `/suppressions/${made.body.id}?reason=${encodeURIComponent('電話で確認')}`;
  expect((await api.call('DELETE', lift)).status).toBe(204);
  const audited = await api.owner.query("SELECT target, detail FROM audit_log WHERE action = 'suppression.lift'");
  expect(audited).toMatchObject([
    { target: 'gone@x.example', detail: { reason: 'manual', detail: 'asked by phone', why: '電話で確認' } },
  ]);
  expect((await api.call('DELETE', `/suppressions/${made.body.id}`)).status).toBe(404);
});

const CSV = '﻿メールアドレス,氏名,都市\r\na@i.example,山田,京都\r\nbroken,x,y\r\nA@i.example,山田,大阪\r\n';

function form(fields: readonly [string, string | Blob][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, 'people.csv');
  }
  return data;
}

test('a file is imported, wherever its fields stand in the form', async () => {
  const file = new Blob([CSV]);
  const orders: [string, string | Blob][][] = [
    [
      ['list_id', listId],
      ['file', file],
    ],
    [
      ['file', file],
      ['mapping', JSON.stringify({ 都市: 'attributes.city' })],
      ['list_id', listId],
    ],
  ];
  for (const fields of orders) {
    const taken = await api.call('POST', '/imports', form(fields));
    expect(taken).toMatchObject({ status: 202, body: { id: expect.stringMatching(/^imp_/) } });
    const id = parseId('import', taken.body.id)!;
    expect(api.wakes.imports).toContain(id);
    await runImport(api.world.app, mintTenantScope(api.tenants[0].id, 'system'), id, api.world.log);
    const done = await api.call('GET', `/imports/${taken.body.id}`);
    expect(done.body).toMatchObject({
      status: 'completed',
      list_id: listId,
      rows: 3,
      skipped: 1,
      filename: 'people.csv',
    });
    expect(done.body.created + done.body.updated).toBe(2);
    expect(done.body.errors).toEqual([{ row: 3, reason: 'email_no_at_sign' }]);
    const csv = await api.call('GET', `/imports/${taken.body.id}/errors`);
    expect(csv.body).toBe('row,reason\r\n3,email_no_at_sign\r\n');
    expect(csv.headers.get('content-type')).toContain('text/csv');
  }
});

test.each([
  [
    [
      ['list_id', 'lst_000000000000'],
      ['file', new Blob([CSV])],
    ],
    422,
    'list_id',
  ],
  [[['file', new Blob([CSV])]], 422, 'list_id'],
  [
    [
      ['file', new Blob([''])],
      ['list_id', ''],
    ],
    422,
    'list_id',
  ],
  [[['list_id', '']], 422, 'file'],
] as [[string, string | Blob][], number, string][])(
  'a form that lacks something is refused: %#',
  async (fields, status, path) => {
    const refused = await api.call('POST', '/imports', form(fields));
    expect(refused.status).toBe(status);
    expect(refused.body.errors[0].path).toBe(path);
  },
);

test('a form that is none is refused and leaves nothing', async () => {
  const type = { 'content-type': 'multipart/form-data; boundary=x' };
  for (const body of [
    '',
    '--x',
    '--x\r\nfoo',
    '--x\r\n\r\nfoo\r\n--x--',
    '--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nemail',
  ]) {
    expect((await api.call('POST', '/imports', Buffer.from(body), type)).status).toBe(400);
  }
  expect((await api.call('POST', '/imports', Buffer.from('{}'), { 'content-type': 'application/json' })).status).toBe(
    415,
  );
  const [left] = await api.owner.query<{ n: number }>("SELECT count(*) AS n FROM imports WHERE status = 'pending'");
  expect(left!.n).toBe(0);
});
