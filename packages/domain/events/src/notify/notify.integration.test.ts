import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openKeyring } from '@hikyaku/config';
import { type Database, mintTenantScope, openDatabase, parseId, type TenantSql, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { fixedResolver } from '@hikyaku/dns';
import { silentLog } from '@hikyaku/log';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { announce } from '../record/announce.ts';
import { recordEvents } from '../record/record-events.ts';
import { createWebhook } from '../webhook/create-webhook.ts';
import { deleteWebhook } from '../webhook/delete-webhook.ts';
import { findWebhook } from '../webhook/find-webhook.ts';
import { listWebhookAttempts } from '../webhook/list-webhook-attempts.ts';
import { replayWebhook } from '../webhook/replay-webhook.ts';
import { drainEndpoint } from './drain-endpoint.ts';
import { expandOutbox } from './expand-outbox.ts';
import { openNotifier } from './open-notifier.ts';

const keyring = openKeyring('00'.repeat(32));
const rules = { allowLoopback: true, ownPorts: new Set([4_444]) };
const resolver = fixedResolver({});

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let owner: Database;
let engine: Database;
let app: Database;
let origin: string;
let heard: { path: string; headers: Record<string, string>; body: string }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  heard.push({ path: request.url!, headers: request.headers as Record<string, string>, body });
  answer(request, response);
});

beforeAll(async () => {
  database = await openTestDatabase();
  owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'owner' });
  engine = openDatabase({ url: database.engineUrl, max: 4, name: 'engine' });
  app = openDatabase({ url: database.appUrl, max: 2, name: 'app' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  for (const pool of [owner, engine, app]) await pool.close();
  await database.close();
});
beforeEach(() => {
  heard = [];
  answer = (_request, response) => response.writeHead(200).end('thanks');
});

const world = () => ({ engine, keyring, resolver, rules });

async function openTenant() {
  const [row] = await owner.query<{ id: number }>(`INSERT INTO tenants (name) VALUES ('T') RETURNING id`);
  const tenantId = row!.id;
  const inside = <T>(run: (sql: TenantSql) => Promise<T>) => withTenant(app, mintTenantScope(tenantId, 'user:1'), run);
  const listen = async (events: string[], path = '/hook') => {
    const made = await inside((sql) => createWebhook(sql, keyring, rules, { url: origin + path, events }));
    if (!made.ok) throw new Error(made.detail);
    return made.value;
  };
  const attemptsOf = async (webhookId: number) =>
    (await inside((sql) => listWebhookAttempts(sql, { webhookId, limit: 50 }))).rows;
  return { tenantId, inside, listen, attemptsOf };
}

/** A delivered recipient with an attempt, in the ledger. */
async function deliver(tenantId: number): Promise<number> {
  const [row] = await owner.query<{ id: number }>(
    `WITH n AS (SELECT ledger_id() AS id), r AS (
       INSERT INTO recipients (id, tenant_id, campaign_id, content_id, stream, address, email, domain)
       SELECT id, $1, 7, 1, 1, 'Hanako@d.example', 'hanako@d.example', 'd.example' FROM n),
     c AS (INSERT INTO connections (mx_host, port, source_ip, tls) VALUES ('mx.d.example', 25, '127.0.0.2', 'TLSv1.3 X') RETURNING id),
     a AS (INSERT INTO attempts (delivery_id, n, tenant_id, at, connection_id, outcome, code, enhanced, reply, duration_ms)
       SELECT n.id, 1, $1, now(), c.id, 2, 250, '2.0.0', '250 2.0.0 ok', 42 FROM n, c)
     SELECT id FROM n`,
    [tenantId],
  );
  return row!.id;
}

test('an event reaches the endpoint that listens, signed, as the API shows it', async () => {
  const { tenantId, listen, attemptsOf } = await openTenant();
  const { id, secret } = await listen(['email.delivered']);
  const deliveryId = await deliver(tenantId);
  const fact = { deliveryId, tenantId, campaignId: 7, attempt: 1 };
  const [eventId] = await recordEvents(engine, [
    { ...fact, type: 'email.delivered' },
    { ...fact, type: 'email.opened' },
  ]);
  await expandOutbox(engine);
  expect(await drainEndpoint(world(), id, true)).toBe(true);
  expect(heard).toHaveLength(1);
  const { headers, body } = heard[0]!;
  const told = new Webhook(secret).verify(body, headers) as Record<string, unknown>;
  expect(parseId('event', headers['webhook-id']!)).toBe(eventId);
  expect(told).toMatchObject({
    type: 'email.delivered',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: {
      id: headers['webhook-id'],
      type: 'email.delivered',
      email: 'Hanako@d.example',
      email_id: expect.stringMatching(/^msg_/),
      campaign_id: expect.stringMatching(/^cmp_/),
      smtp: { code: 250, enhanced: '2.0.0', text: '250 2.0.0 ok' },
      mx_host: 'mx.d.example',
      source_ip: '127.0.0.2',
      tls: 'TLSv1.3 X',
      duration_ms: 42,
    },
  });
  expect(await attemptsOf(id)).toMatchObject([{ status: 200, error: null, response: 'thanks', eventId, dueAt: null }]);
});

test('nothing is written for a tenant without a listener, and nobody hears another tenant', async () => {
  const [one, two] = [await openTenant(), await openTenant()];
  const { id } = await two.listen(['*']);
  const deliveryId = await deliver(one.tenantId);
  await recordEvents(engine, [{ deliveryId, tenantId: one.tenantId, type: 'email.bounced' }]);
  await one.inside((sql) => announce(sql, 'campaign.paused', { id: 'x' }));
  expect(await engine.query('SELECT 1 FROM outbox WHERE tenant_id = $1', [one.tenantId])).toEqual([]);
  await two.inside((sql) => announce(sql, 'campaign.paused', { id: 'cmp_x', name: '春' }));
  await expandOutbox(engine);
  await drainEndpoint(world(), id, true);
  expect(heard.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'campaign.paused', data: { id: 'cmp_x', name: '春' } },
  ]);
});

test('a failure is kept and tried again under the same webhook-id; a redirect is one', async () => {
  const { inside, listen, attemptsOf } = await openTenant();
  const { id } = await listen(['contact.*']);
  answer = (_request, response) =>
    heard.length === 1
      ? response.writeHead(302, { location: `${origin}/elsewhere` }).end()
      : response.writeHead(500).end('x'.repeat(5_000));
  await inside((sql) => announce(sql, 'contact.created', {}));
  await expandOutbox(engine);
  expect(await drainEndpoint(world(), id, true)).toBe(false);
  await engine.query('UPDATE webhook_deliveries SET due_at = now() WHERE webhook_id = $1', [id]);
  await drainEndpoint(world(), id, false);
  const [second, first] = await attemptsOf(id);
  expect(first).toMatchObject({ status: 302, error: 'a redirect is not followed' });
  expect(second).toMatchObject({ status: 500, error: 'answered 500' });
  expect(second!.response.length).toBe(1_024);
  expect(second!.dueAt!.getTime() - second!.at.getTime()).toBeGreaterThanOrEqual(10_000);
  expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(heard.map(({ path }) => path)).toEqual(['/hook', '/hook']);
});

test('an endpoint that nobody serves is a failure with words, and after three days the fact is given up', async () => {
  const { inside, listen, attemptsOf } = await openTenant();
  const { id } = await listen(['*']);
  await engine.query("UPDATE webhooks SET url = 'http://127.0.0.1:1/' WHERE id = $1", [id]);
  await inside((sql) => announce(sql, 'campaign.sending', {}));
  await expandOutbox(engine);
  await engine.query("UPDATE webhook_deliveries SET begun_at = now() - interval '3 days' WHERE webhook_id = $1", [id]);
  await drainEndpoint(world(), id, true);
  expect(await attemptsOf(id)).toMatchObject([
    { status: null, error: expect.stringMatching(/ECONNREFUSED/), dueAt: null },
  ]);
  expect(await engine.query('SELECT state FROM webhook_deliveries WHERE webhook_id = $1', [id])).toEqual([
    { state: 2 },
  ]);
});

test('410 ends an endpoint', async () => {
  const { inside, listen } = await openTenant();
  const { id } = await listen(['*']);
  answer = (_request, response) => response.writeHead(410).end();
  await inside((sql) => announce(sql, 'campaign.sending', {}));
  await expandOutbox(engine);
  await drainEndpoint(world(), id, true);
  expect((await inside((sql) => findWebhook(sql, id)))?.active).toBe(false);
});

test('a name that leads to a private address, or a port of ours, is never connected to', async () => {
  const { inside, listen, attemptsOf } = await openTenant();
  const { id } = await listen(['*']);
  const { port } = new URL(origin);
  const lying = fixedResolver({
    'evil.example': { a: ['10.0.0.7'] },
    'inside.example': { a: ['127.0.0.1'] },
  });
  const cases = [
    { url: `http://evil.example:${port}/`, rules },
    { url: `http://inside.example:${port}/`, rules: { allowLoopback: false, ownPorts: new Set<number>() } },
    { url: `http://inside.example:${port}/`, rules: { allowLoopback: true, ownPorts: new Set([Number(port)]) } },
    { url: `http://[::ffff:10.0.0.7]:${port}/`, rules },
  ];
  for (const { url, rules } of cases) {
    await engine.query('UPDATE webhooks SET url = $2 WHERE id = $1', [id, url]);
    await inside((sql) => announce(sql, 'campaign.sending', {}));
    await expandOutbox(engine);
    await drainEndpoint({ ...world(), resolver: lying, rules }, id, true);
  }
  expect(heard).toEqual([]);
  const tried = await attemptsOf(id);
  expect(tried).toHaveLength(cases.length);
  expect(tried.every(({ status, error }) => status === null && error !== null)).toBe(true);
});

test('a replay sends again under the same webhook-id, one attempt or what failed', async () => {
  const { inside, listen, attemptsOf } = await openTenant();
  const { id } = await listen(['*']);
  for (const type of ['campaign.sending', 'campaign.completed']) await inside((sql) => announce(sql, type, {}));
  answer = (_request, response) => response.writeHead(heard.at(-1)!.body.includes('completed') ? 500 : 200).end();
  await expandOutbox(engine);
  await drainEndpoint(world(), id, true);
  const ids = heard.map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(2);
  answer = (_request, response) => response.writeHead(204).end();
  heard = [];
  expect(await inside((sql) => replayWebhook(sql, id, { onlyFailed: true }))).toMatchObject({ value: { replayed: 1 } });
  await drainEndpoint(world(), id, true);
  expect(JSON.parse(heard[0]!.body).type).toBe('campaign.completed');
  expect(ids).toContain(heard[0]!.headers['webhook-id']);
  heard = [];
  const attempts = await attemptsOf(id);
  const delivered = attempts.find((attempt) => attempt.type === 'campaign.sending')!;
  expect(await inside((sql) => replayWebhook(sql, id, { attemptId: delivered.id }))).toMatchObject({
    value: { replayed: 1 },
  });
  await drainEndpoint(world(), id, true);
  expect(heard.map(({ body }) => JSON.parse(body).type)).toEqual(['campaign.sending']);
  const other = await openTenant();
  expect(await other.inside((sql) => replayWebhook(sql, id, {}))).toMatchObject({ status: 404 });
  expect(await inside((sql) => replayWebhook(sql, id, { until: new Date(0) }))).toMatchObject({
    value: { replayed: 0 },
  });
});

test('a tenant with hundreds waiting at an endpoint that hangs delays nobody else', async () => {
  const [slow, quick] = [await openTenant(), await openTenant()];
  await slow.listen(['*'], '/slow');
  await quick.listen(['*'], '/quick');
  answer = (request, response) => {
    if (request.url === '/quick') response.writeHead(200).end();
  };
  await slow.inside(async (sql) => {
    for (let n = 0; n < 200; n++) await announce(sql, 'contact.created', { n });
  });
  const notifier = openNotifier(world(), silentLog(), 20);
  await vi.waitFor(() => expect(heard.filter(({ path }) => path === '/slow').length).toBeGreaterThan(0), 5_000);
  await quick.inside((sql) => announce(sql, 'campaign.sending', {}));
  await vi.waitFor(() => expect(heard.filter(({ path }) => path === '/quick').length).toBe(1), 5_000);
  expect(heard.filter(({ path }) => path === '/slow').length).toBeLessThanOrEqual(8);
  server.closeAllConnections();
  await notifier.close();
});

test('an endpoint that is no public URL, or a type that does not exist, is refused with the field', async () => {
  const { inside, listen } = await openTenant();
  const strict = { allowLoopback: false, ownPorts: new Set<number>() };
  const create = (url: string, events: string[], under = strict) =>
    inside((sql) => createWebhook(sql, keyring, under, { url, events }));
  const literal = [
    'http://10.1.2.3/',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://localhost:9/',
    'http://169.254.169.254/',
  ];
  for (const url of [...literal, 'ftp://a.example/', 'nonsense', 'https://u:p@a.example/']) {
    expect([url, await create(url, ['*'])]).toMatchObject([url, { status: 422, errors: [{ path: 'url' }] }]);
  }
  expect(await create('http://127.0.0.1:4444/', ['*'], rules)).toMatchObject({
    status: 422,
    errors: [{ path: 'url' }],
  });
  expect(await create('https://a.example/', ['email.delivered', 'email.nope'])).toMatchObject({
    errors: [{ path: 'events.1' }],
  });
  expect(await create('https://a.example/', [])).toMatchObject({ errors: [{ path: 'events' }] });
  const { id } = await listen(['email.*']);
  const stored = await engine.query<{ secret: string }>('SELECT secret FROM webhooks WHERE id = $1', [id]);
  expect(stored[0]!.secret).not.toContain('whsec_');
  expect(await inside((sql) => deleteWebhook(sql, id))).toMatchObject({ ok: true });
  expect(await inside((sql) => deleteWebhook(sql, id))).toMatchObject({ status: 404 });
});
