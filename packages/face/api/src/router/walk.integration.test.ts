import { parseId } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../endpoint.ts';
import { ENDPOINTS } from '../endpoints/endpoints.ts';
import { openTestApi, type TestApi } from '../testing/open-api.ts';
import { openOperator } from '../testing/open-operator.ts';
import { BODIES, seedEverything } from '../testing/seed-everything.ts';

let api: TestApi;
let ids: Record<string, string>;
let operator: TestApi['call'];
beforeAll(async () => {
  api = await openTestApi();
  ids = await seedEverything(api);
  operator = await openOperator(api);
});
afterAll(() => api.close());

const nameOf = (endpoint: Endpoint) => `${endpoint.method} ${endpoint.path}`;
const named: [string, Endpoint][] = ENDPOINTS.map((endpoint) => [nameOf(endpoint), endpoint]);
const pathOf = (endpoint: Endpoint, idOf: (kind: string) => string) =>
  endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => idOf(endpoint.ids![name]!));
const bodyOf = (endpoint: Endpoint): [unknown, Record<string, string>] => {
  if (endpoint.body?.kind === 'bytes') return [Buffer.from('x'), { 'content-type': endpoint.body.contentTypes[0]! }];
  if (endpoint.body?.kind === 'multipart') {
    const form = new FormData();
    form.append('list_id', ids.list!);
    form.append('file', new Blob(['email\r\na@x.example\r\n']), 'a.csv');
    return [form, {}];
  }
  return [BODIES[nameOf(endpoint)] ?? (endpoint.method === 'POST' ? {} : undefined), {}];
};

test.each(named)('%s without a key is 401 with a challenge', async (_, endpoint) => {
  const path = pathOf(endpoint, (kind) => ids[kind]!);
  for (const authorization of ['', 'Bearer', 'Basic aGs6', `Bearer hk_${'a'.repeat(40)}`, 'Bearer hk_\u00ff']) {
    const said = await api.call(endpoint.method, path, ...bodyOf(endpoint).slice(0, 1), { authorization });
    expect(said).toMatchObject({ status: 401, body: { code: 'unauthorized', status: 401 } });
    expect(said.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
  }
});

test('a key without the permission is refused by every call', async () => {
  const reads = await api.createKey(['read']);
  const sends = await api.createKey(['emails:send']);
  for (const endpoint of ENDPOINTS) {
    const key = endpoint.permission === 'read' ? sends : reads;
    const [body, headers] = bodyOf(endpoint);
    const path = pathOf(endpoint, (kind) => ids[kind]!);
    const said = await api.call(endpoint.method, path, body, { ...headers, authorization: `Bearer ${key}` });
    expect([nameOf(endpoint), said.status]).toEqual([nameOf(endpoint), 403]);
    expect(said.body.detail).toContain(endpoint.permission);
  }
});

const withIds = named.filter(([, endpoint]) => endpoint.ids);

test.each(withIds)('%s with an id of another tenant is 404 and changes nothing', async (_, endpoint) => {
  const foreign = api.as(api.tenants[1]);
  const [body, headers] = bodyOf(endpoint);
  const said = await foreign(
    endpoint.method,
    pathOf(endpoint, (kind) => ids[kind]!),
    body,
    headers,
  );
  expect(said.status).toBe(404);
  expect(said.body).toMatchObject({ code: 'not_found', errors: [] });
});

test.each(withIds)('%s with an id that cannot be is 404', async (_, endpoint) => {
  const [body, headers] = bodyOf(endpoint);
  const [kind] = Object.values(endpoint.ids!);
  const own = ids[kind!]!;
  const wrong = [
    '1',
    own.toUpperCase(),
    `${own}0`,
    own.slice(0, 4),
    own.replace(/^.../, 'xyz'),
    '%00',
    '%F0',
    '%ff',
    `${own.slice(0, 4)}zzzzzzzzzzzz`,
  ];
  for (const id of wrong) {
    const said = await api.call(
      endpoint.method,
      pathOf(endpoint, () => id),
      body,
      headers,
    );
    expect([id, said.status]).toEqual([id, 404]);
  }
});

test('a foreign id in a filter is 404, in a body it is named', async () => {
  const foreign = api.as(api.tenants[1]);
  expect((await foreign('GET', `/contacts?list_id=${ids.list}`)).status).toBe(404);
  expect((await foreign('GET', `/events?campaign_id=${ids.campaign}`)).status).toBe(404);
  const mail = { from: 'a@hotaru.example', to: 'a@x.example' };
  for (const [path, body, wanted] of [
    ['/contacts', { email: 'a@x.example', list_ids: [ids.list] }, 'list_ids.0'],
    ['/contacts/batch', [{ email: 'a@x.example', list_ids: [ids.list] }], '0.list_ids.0'],
    ['/campaigns', { name: 'N', from: mail.from, subject: 'S', text: 'T', list_ids: [ids.list] }, 'list_ids.0'],
    ['/emails', { ...mail, template_id: ids.template }, 'template_id'],
  ] as const) {
    const said = await foreign('POST', path, body);
    expect(said).toMatchObject({ status: 422, body: { errors: [{ path: wanted }] } });
  }
});

test('lists of another tenant are empty', async () => {
  const foreign = api.as(api.tenants[1]);
  for (const endpoint of ENDPOINTS.filter((one) => one.method === 'GET' && !one.ids && one.path !== '/domains')) {
    const said = await foreign('GET', endpoint.path);
    if (endpoint.tag === 'Operator') expect(said.status).toBe(403);
    else expect(said.body).toEqual({ data: [], next_cursor: null });
  }
});

test.each(named.filter(([, { method, responseType }]) => method === 'GET' && !responseType))(
  '%s answers in the shape that it documents',
  async (_, endpoint) => {
    const call = endpoint.tag === 'Operator' ? operator : api.call;
    const said = await call(
      'GET',
      pathOf(endpoint, (kind) => ids[kind]!),
    );
    expect(said.status).toBe(endpoint.status);
    expect(endpoint.response!.parse(said.body)).toEqual(said.body);
  },
);

test('every seeded thing is still there', async () => {
  for (const [kind, id] of Object.entries(ids)) expect(parseId(kind as 'list', id)).not.toBeNull();
  expect((await api.call('GET', `/lists/${ids.list}`)).body.name).toBe('People');
  expect((await api.call('GET', `/campaigns/${ids.campaign}`)).body).toMatchObject({ name: 'Spring', status: 'draft' });
});
