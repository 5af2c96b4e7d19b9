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

const ROW = { name: 'acme', pattern: 'slow down, acme', per_hour: 3, action: 'limit', connections: 1, minutes: 30 };

test('rules are added, changed and removed by operators alone, each with an audit entry', async () => {
  expect((await api.call('PUT', '/answer-rules', { rows: [ROW] })).status).toBe(403);
  expect((await operator('PUT', '/answer-rules', { rows: [ROW] })).status).toBe(200);
  const changed = await operator('PUT', '/answer-rules', { rows: [{ ...ROW, per_hour: 5 }] });
  expect(changed.body.data.find((one: { name: string }) => one.name === 'acme')).toMatchObject({
    per_hour: 5,
    connections: 1,
    scope: 'source',
    providers: [],
  });
  expect((await operator('PUT', '/answer-rules', { remove: ['acme'] })).status).toBe(200);
  const actions = await api.owner.query<{ action: string }>(
    "SELECT action FROM audit_log WHERE tenant_id = 1 AND action LIKE 'answer_rule.%' ORDER BY id",
  );
  expect(actions.map((one) => one.action)).toEqual(['answer_rule.save', 'answer_rule.save', 'answer_rule.remove']);
});

test('a bad rule is refused with its name and field, and the rules stay as they were', async () => {
  const before = (await operator('GET', '/answer-rules')).body;
  expect(before.data.length).toBeGreaterThan(5);
  for (const [wrong, field] of [
    [{ pattern: '(' }, 'pattern'],
    [{ pattern: '.*' }, 'pattern'],
    [{ per_hour: 0 }, 'per_hour'],
    [{ minutes: 20_000 }, 'minutes'],
    [{ action: 'suspend' }, 'action'],
    [{ connections: null }, 'action'],
    [{ scope: 'tenant' }, 'scope'],
    [{ per_minute: -1 }, 'per_minute'],
  ] as const) {
    const said = await operator('PUT', '/answer-rules', {
      rows: [
        { ...ROW, name: 'good' },
        { ...ROW, ...wrong },
      ],
    });
    expect(said).toMatchObject({ status: 422, body: { errors: [{ path: `rows.1.${field}` }] } });
    expect(said.body.errors[0].message).toContain('Row "acme"');
  }
  expect((await operator('GET', '/answer-rules')).body).toEqual(before);
});
