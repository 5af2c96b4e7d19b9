import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';
import { openOperator } from '../../testing/open-operator.ts';

let api: TestApi;
let operator: TestApi['call'];
beforeAll(async () => {
  api = await openTestApi();
  operator = await openOperator(api);
});
afterAll(() => api.close());

test('only a key of the system tenant sees and decides what is held for all tenants', async () => {
  for (const [method, path] of [
    ['GET', '/hold'],
    ['POST', '/hold/release'],
    ['POST', '/hold/cancel'],
  ] as const) {
    expect((await api.call(method, path)).status).toBe(403);
  }
});

test('without a hold there is nothing to decide', async () => {
  expect((await operator('GET', '/hold')).body).toMatchObject({ held: false, reason: null, campaigns: [] });
  expect(await operator('POST', '/hold/release')).toMatchObject({ status: 409, body: { code: 'not_held' } });
});

test('a hold is shown and decided once', async () => {
  await api.owner.query("SELECT begin_egress_hold('behind', '{}')");
  expect((await operator('GET', '/hold')).body).toMatchObject({ held: true, reason: 'behind', decision: null });
  expect(await operator('POST', '/hold/cancel', {})).toMatchObject({ status: 202, body: { decision: 'cancel' } });
  expect((await operator('POST', '/hold/release')).status).toBe(409);
});
