import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing/open-api.ts';
import { handleApi } from './handle-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const problem = (status: number, code: string) => ({
  status,
  body: {
    type: `urn:hikyaku:problem:${code}`,
    title: expect.any(String),
    status,
    code,
    detail: expect.any(String),
    errors: expect.any(Array),
  },
});

test('an unknown path is 404 and a wrong method 405, both as problems', async () => {
  for (const path of ['/nothing', '/emails/', '//emails', '/%zz', '/emails/a/b/c', '/']) {
    const said = await api.call('GET', path);
    expect(said).toMatchObject(problem(404, 'not_found'));
    expect(said.headers.get('content-type')).toBe('application/problem+json');
  }
  const wrong = await api.call('PUT', '/lists', {});
  expect(wrong).toMatchObject(problem(405, 'method_not_allowed'));
  expect(wrong.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
  expect((await api.call('OPTIONS', '/lists')).status).toBe(204);
});

test('HEAD is GET without a body', async () => {
  const said = await api.call('HEAD', '/lists');
  expect(said).toMatchObject({ status: 200, body: '' });
});

test('what cannot be read is 400, what is too much 413 and 414, another type 415', async () => {
  for (const body of ['', '{', '{"a":}', 'null x', Buffer.from([0x7b, 0xff, 0x7d])]) {
    expect(await api.call('POST', '/lists', body, { 'content-type': 'application/json' })).toMatchObject(
      problem(400, 'malformed'),
    );
  }
  const large = `{"name":"${'a'.repeat(10 * 1024 * 1024)}"}`;
  expect(await api.call('POST', '/lists', large)).toMatchObject(problem(413, 'too_large'));
  expect(await api.call('GET', `/lists?cursor=${'a'.repeat(9_000)}`)).toMatchObject(problem(414, 'uri_too_long'));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=shift_jis']) {
    expect(await api.call('POST', '/lists', '{}', { 'content-type': type })).toMatchObject(problem(415, 'media_type'));
  }
  const packed = await api.call('POST', '/lists', '{}', { 'content-encoding': 'gzip' });
  expect(packed).toMatchObject(problem(415, 'media_type'));
  const message = Buffer.alloc(25 * 1024 * 1024 + 1);
  expect(await api.call('POST', '/tools/explain', message, { 'content-type': 'message/rfc822' })).toMatchObject(
    problem(413, 'too_large'),
  );
});

test('what is readable and wrong is 422 and named', async () => {
  const deep = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(await api.call('POST', '/lists', deep)).toMatchObject(problem(422, 'invalid'));
  for (const [body, path] of [
    ['{"name":"a\\u0000"}', 'name'],
    ['{"name":"\\ud800"}', 'name'],
    ['{"name":1e400}', 'name'],
    ['[]', ''],
    ['null', ''],
  ]) {
    const said = await api.call('POST', '/lists', body);
    expect(said).toMatchObject(problem(422, 'invalid'));
    expect(said.body.errors[0].path).toBe(path);
  }
  for (const [query, path] of [
    ['limit=0', 'limit'],
    ['limit=x', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['limit=1e300', 'limit'],
    ['cursor=%00', 'cursor'],
  ]) {
    const said = await api.call('GET', `/lists?${query}`);
    expect(said).toMatchObject(problem(422, 'invalid'));
    expect(said.body.errors[0].path).toBe(path);
  }
  expect((await api.call('GET', '/lists?limit=&cursor=')).status).toBe(200);
});

test('a cursor that was not given out is refused by every list', async () => {
  for (const path of [
    '/lists',
    '/contacts',
    '/suppressions',
    '/imports',
    '/campaigns',
    '/templates',
    '/events',
    '/mailboxes',
  ]) {
    for (const cursor of ['x', '-1', 'MQ==', 'OTk5OTk5OTk5OTk5OTk5OTk5OTk5', '0']) {
      const said = await api.call('GET', `${path}?cursor=${cursor}`);
      expect([path, cursor, said.status, said.body.errors[0].path]).toEqual([path, cursor, 400, 'cursor']);
    }
  }
});

test('a key that asks too often is told when to come back', async () => {
  const key = await api.createKey(['read'], 5);
  const said = await Promise.all(
    Array.from({ length: 12 }, () => api.call('GET', '/lists', undefined, { authorization: `Bearer ${key}` })),
  );
  const refused = said.filter((one) => one.status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(6);
  expect(refused[0]).toMatchObject(problem(429, 'rate_limit'));
  expect(refused[0]!.headers.get('retry-after')).toBe('1');
  expect(refused[0]!.headers.get('ratelimit-remaining')).toBe('0');
  const passed = said.find((one) => one.status === 200)!;
  expect(passed.headers.get('ratelimit-limit')).toBe('5');
  expect(Number(passed.headers.get('ratelimit-remaining'))).toBeLessThan(5);
});

test('a fault of ours is logged under an id and not told; a database that is away is 503', async () => {
  const logged: { id?: string; err?: unknown }[] = [];
  const log = { ...api.world.log, error: (entry: object) => logged.push(entry), warn: () => undefined };
  const fail = async (error: unknown) => {
    const app = { ...api.world.app, query: () => Promise.reject(error) };
    const request = new Request('http://test/api/v1/lists', {
      headers: { authorization: `Bearer ${api.tenants[0].key}` },
    });
    const response = await handleApi({ ...api.world, app, log: log as never }, request);
    return { status: response.status, headers: response.headers, body: (await response.json()) as { detail: string } };
  };
  const fault = await fail(new Error('secret words'));
  expect(fault).toMatchObject(problem(500, 'internal'));
  expect(JSON.stringify(fault.body)).not.toContain('secret');
  expect(fault.body.detail).toContain(logged[0]!.id!);
  const away = await fail(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
  expect(away).toMatchObject(problem(503, 'unavailable'));
  expect(away.headers.get('retry-after')).toBe('5');
});
