import { formatId } from '@hikyaku/db';
import { findSite, openShaping } from '@hikyaku/egress';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';
import { openOperator } from '../../testing/open-operator.ts';

let api: TestApi;
let operator: TestApi['call'];
let siteId: number;
let site: string;
beforeAll(async () => {
  api = await openTestApi();
  operator = await openOperator(api);
  const [row] = await api.owner.query<{ id: number }>(
    "INSERT INTO sites (key, mx) VALUES ('google', '{aspmx.l.google.com}') RETURNING id",
  );
  siteId = row!.id;
  site = formatId('site', siteId);
  await api.owner.query("INSERT INTO site_domains (domain, site_id) VALUES ('gmail.com', $1), ('shop.jp', $1)", [
    siteId,
  ]);
  await api.owner.query(
    `INSERT INTO batches (tenant_id, site_id, stream, state, queued, deferred) VALUES (2, $1, 1, 0, 90, 10), (2, $1, 1, 1, 50, 0)`,
    [siteId],
  );
});
afterAll(() => api.close());

const audited = async () =>
  (
    await api.owner.query<{ action: string; target: string; actor: string }>(
      'SELECT action, target, actor FROM audit_log WHERE tenant_id = 1 ORDER BY id',
    )
  ).filter((one) => /^(site|shaping)\./.test(one.action));

test('to a key of a tenant sites do not exist, and the table is not theirs', async () => {
  expect((await api.call('GET', '/sites')).status).toBe(403);
  expect((await api.call('GET', `/sites/${site}`)).status).toBe(404);
  expect((await api.call('POST', `/sites/${site}/lift`)).status).toBe(404);
  expect((await api.call('GET', '/shaping')).status).toBe(403);
  expect((await api.call('PUT', '/shaping', { rows: [] })).status).toBe(403);
});

test('a site tells what waits, the limits in force with their rule, and why in one line', async () => {
  await api.world.limits.takePermits('x', { perSecond: 1, burst: 1 }, 1);
  const said = await operator('GET', `/sites/${site}`);
  expect(said).toMatchObject({
    status: 200,
    body: {
      key: 'google',
      provider: 'google',
      domains: ['gmail.com', 'shop.jp'],
      domain_count: 2,
      queued: 100,
      sending: 50,
      limits: {
        connections: { value: 5, rule: 'google' },
        per_second: { value: 20, rule: 'google' },
        tls: { value: 'required', rule: 'google' },
      },
      suspended: null,
      explanation: 'Sending at 20 a second, as google allows: about 8 s to go.',
    },
  });
  const listed = await operator('GET', '/sites?busy=true');
  expect(listed.body.data.map((one: { key: string }) => one.key)).toEqual(['google']);
});

test('an operator suspends a site and lifts it: both stand in the audit log, and the drains are woken', async () => {
  const before = await audited();
  const suspended = await operator('POST', `/sites/${site}/suspend`, { minutes: 30, reason: 'They asked for a pause' });
  expect(suspended.body).toMatchObject({ suspended: { rule: 'operator', why: 'They asked for a pause' } });
  expect(suspended.body.explanation).toMatch(/^Suspended until .* by operator: They asked for a pause$/);
  const woken = api.wakes.sites;
  const lifted = await operator('POST', `/sites/${site}/lift`);
  expect(lifted.body).toMatchObject({ suspended: null, imposed: [] });
  expect(api.wakes.sites).toBeGreaterThan(woken);
  const entries = (await audited()).slice(before.length);
  expect(entries.map((one) => [one.action, one.target])).toEqual([
    ['site.suspend', site],
    ['site.lift', site],
  ]);
  expect(entries[0]!.actor).toMatch(/^key:/);
});

test('of two suspensions the one that ends later says when the site opens', async () => {
  await operator('POST', `/sites/${site}/suspend`, { minutes: 10, reason: 'short' });
  await api.owner.query(
    `INSERT INTO site_limits (site_id, rule, suspended, why, until) VALUES ($1, 'a rule', true, '421 later', now() + interval '1 hour')`,
    [siteId],
  );
  expect((await operator('GET', `/sites/${site}`)).body).toMatchObject({
    suspended: { rule: 'a rule', why: '421 later' },
  });
  await operator('POST', `/sites/${site}/lift`);
});

test('while every address is warmed up and its day is used, that is why mail waits', async () => {
  const { engine, limits } = api.world;
  const sites = { engine, limits, egressIps: ['192.0.2.1'], shaping: await openShaping(engine, []) };
  await api.owner.query("INSERT INTO warm_ups (source) VALUES ('192.0.2.1')");
  expect((await findSite(sites, siteId))!.sources).toMatchObject([{ address: '192.0.2.1', warmUpLeft: 50 }]);
  await api.owner.query(
    `INSERT INTO warm_up_days (source, provider, day, step, allowed, taken) VALUES ('192.0.2.1', 'google', (now() AT TIME ZONE 'UTC')::date, 1, 100, 100)`,
  );
  const site = (await findSite(sites, siteId))!;
  expect(site.sources).toMatchObject([{ address: '192.0.2.1', warmUpLeft: 0 }]);
  expect(site.wait).toMatchObject({ kind: 'warmup' });
  await api.owner.query('DELETE FROM warm_ups');
});

test('a suspension without an end or a reason is refused', async () => {
  for (const [body, path] of [
    [{ minutes: 0, reason: 'x' }, 'minutes'],
    [{ minutes: 20_000, reason: 'x' }, 'minutes'],
    [{ minutes: 5, reason: ' ' }, 'reason'],
  ] as const) {
    const said = await operator('POST', `/sites/${site}/suspend`, body);
    expect(said).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  }
  expect(
    (await operator('POST', `/sites/${formatId('site', 999_999)}/suspend`, { minutes: 5, reason: 'x' })).status,
  ).toBe(404);
});

test('what an answer rule imposed is shown with its words and narrows the limits', async () => {
  await api.owner.query(
    `INSERT INTO site_limits (site_id, rule, suspended, connections, per_minute, why, until)
     VALUES ($1, 'ip-reputation', false, 1, 1, '451 4.7.650 rate limited due to IP reputation', now() + interval '1 hour')`,
    [siteId],
  );
  const { body } = await operator('GET', `/sites/${site}`);
  expect(body.limits).toMatchObject({
    connections: { value: 1, rule: 'ip-reputation' },
    per_second: { value: 1 / 60, rule: 'ip-reputation' },
  });
  expect(body.imposed).toMatchObject([{ rule: 'ip-reputation', why: '451 4.7.650 rate limited due to IP reputation' }]);
  await operator('POST', `/sites/${site}/lift`);
});

const ROW = {
  name: 'site:google',
  rank: 50,
  match_on: 'site',
  patterns: ['google'],
  connections: 2,
  per_connection: 20,
  per_second: 5,
  tls: 'required',
};

test('a row of the table is changed, is in force at once, and goes again', async () => {
  expect((await operator('PUT', '/shaping', { rows: [ROW] })).status).toBe(200);
  expect((await operator('GET', `/sites/${site}`)).body).toMatchObject({
    provider: 'google',
    limits: { connections: { value: 2, rule: 'site:google' }, per_second: { value: 5, rule: 'site:google' } },
  });
  expect((await operator('PUT', '/shaping', { remove: ['site:google'] })).status).toBe(200);
  expect((await operator('GET', `/sites/${site}`)).body.limits.connections).toEqual({ value: 5, rule: 'google' });
  expect((await audited()).slice(-2).map((one) => [one.action, one.target])).toEqual([
    ['shaping.save', 'site:google'],
    ['shaping.remove', 'site:google'],
  ]);
});

test('a bad row is refused with its name and field, and the table stays as it was', async () => {
  const before = (await operator('GET', '/shaping')).body;
  for (const [wrong, field] of [
    [{ connections: 0 }, 'connections'],
    [{ connections: 1.5 }, 'connections'],
    [{ per_connection: 1_000_000 }, 'per_connection'],
    [{ per_second: 0 }, 'per_second'],
    [{ patterns: [] }, 'patterns'],
    [{ match_on: 'mx', patterns: ['google.com', 'NOT A HOST'] }, 'patterns.1'],
    [{ rank: -1 }, 'rank'],
  ] as const) {
    const good = { ...ROW, name: 'a good row' };
    const said = await operator('PUT', '/shaping', { rows: [good, { ...ROW, ...wrong }] });
    expect(said).toMatchObject({ status: 422, body: { errors: [{ path: `rows.1.${field}` }] } });
    expect(said.body.errors[0].message).toContain('Row "site:google"');
  }
  expect((await operator('PUT', '/shaping', { remove: ['default'] })).status).toBe(422);
  expect((await operator('GET', '/shaping')).body).toEqual(before);
});
