import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../endpoint.ts';
import { ENDPOINTS } from '../endpoints/endpoints.ts';
import { openTestApi, type TestApi } from '../testing/open-api.ts';
import { BODIES, seedEverything } from '../testing/seed-everything.ts';

const RUNS = { seed: 20260501, numRuns: 40 };

let api: TestApi;
let ids: Record<string, string>;
const faults: unknown[] = [];
beforeAll(async () => {
  api = await openTestApi();
  ids = await seedEverything(api);
  const log = api.world.log as { error: (entry: unknown) => void; warn: (entry: unknown) => void };
  log.error = (entry) => faults.push(entry);
  // A value that only the database stopped is warned of: no check foresaw it.
  log.warn = log.error;
});
afterAll(() => api.close());

/** What people and programs really send wrong, between values of every kind. */
const nasty = fc.constantFrom<unknown>(
  ...['', '\u0000', '\ud800', '\udfff\ud800', 'a\r\nb', '{{ name', '{% for i in (1..99999999) %}x{% endfor %}', '%00'],
  ...[
    'a@b.example',
    'Ｔａｒｏ <太郎@例え.jp>',
    `${'a'.repeat(300)}@x.example`,
    '<script>',
    '2026-02-30T00:00:00Z',
    '../..',
  ],
  ...[-1, 0, 1e308, 2 ** 53, 0.5, null, true, [], {}, [[[]]], { '': '' }, { constructor: 1 }, ['a', 1, null]],
  'x'.repeat(70_000),
);
const anything = fc.oneof(
  { weight: 3, arbitrary: nasty },
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
);

/** A valid body with some of its fields replaced, or anything at all. */
function bodies(endpoint: Endpoint): fc.Arbitrary<unknown> {
  const valid = BODIES[`${endpoint.method} ${endpoint.path}`] ?? {};
  const single = (Array.isArray(valid) ? valid[0] : valid) as Record<string, unknown>;
  const { schema } = endpoint.body as { schema: { shape?: object; element?: { shape?: object } } };
  const fields = Object.keys(schema.shape ?? schema.element?.shape ?? {});
  const changed = fc
    .record(Object.fromEntries(fields.map((field) => [field, anything])), { requiredKeys: [] })
    .map((changes) => ({ ...single, ...changes }));
  const some = Array.isArray(valid) ? fc.array(changed, { maxLength: 3 }) : changed;
  return fc.oneof({ weight: 4, arbitrary: some }, anything);
}

const pathOf = (endpoint: Endpoint) => endpoint.path.replace(/\{(\w+)\}/g, (_, name) => ids[endpoint.ids![name]!]!);
const jsonCalls: [string, Endpoint][] = ENDPOINTS.filter((one) => one.body?.kind === 'json').map((one) => [
  `${one.method} ${one.path}`,
  one,
]);

const expectNoFault = (said: { status: number; body: unknown }) => {
  expect(faults).toEqual([]);
  expect(said.status).toBeLessThan(500);
  if (said.status >= 400) expect(said.body).toMatchObject({ status: said.status, errors: expect.any(Array) });
};

test.each(jsonCalls)('%s is never a fault, whatever the body', async (_, endpoint) => {
  await fc.assert(
    fc.asyncProperty(bodies(endpoint), async (body) => {
      expectNoFault(await api.call(endpoint.method, pathOf(endpoint), JSON.stringify(body) ?? ''));
    }),
    RUNS,
  );
});

test('no bytes at all are a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...ENDPOINTS), async (bytes, endpoint) => {
      const types = { json: 'application/json', bytes: 'message/rfc822', multipart: 'multipart/form-data; boundary=a' };
      const type = endpoint.body ? { 'content-type': types[endpoint.body.kind] } : undefined;
      const body = endpoint.method === 'GET' ? undefined : Buffer.from(bytes);
      // A call without a body does what it says; nothing is to be deleted here.
      if (endpoint.method !== 'DELETE') expectNoFault(await api.call(endpoint.method, pathOf(endpoint), body, type));
    }),
    { ...RUNS, numRuns: 200 },
  );
});

test('no query, path or key is a fault', async () => {
  const word = fc.oneof(
    fc.constantFrom('%00', '%ff', '%ud800', "'", '1e99', '-1', '2147483648', 'MjE0NzQ4MzY0OA', ''),
    fc.webQueryParameters(),
  );
  const names = fc.constantFrom(
    'limit',
    'cursor',
    'email',
    'type',
    'status',
    'campaign_id',
    'list_id',
    'query',
    'reason',
  );
  const gets = ENDPOINTS.filter((one) => one.method === 'GET');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...gets),
      fc.array(fc.tuple(names, word), { maxLength: 4 }),
      word,
      async (endpoint, query, key) => {
        const search = query.map(([name, value]) => `${name}=${value}`).join('&');
        expectNoFault(await api.call('GET', `${pathOf(endpoint)}?${search}`));
        expectNoFault(await api.call('POST', '/lists', '{}', { 'idempotency-key': key }));
        expectNoFault(await api.call('GET', `/emails/${key.replace(/[?#]/g, '')}`));
      },
    ),
    { ...RUNS, numRuns: 100 },
  );
});
