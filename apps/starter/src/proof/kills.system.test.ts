import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { callApi, readSandbox } from './call-api.ts';

type Campaign = { id: string; status: string; counts: { planned: number; delivered: number; unconfirmed: number } };
type Recipient = { id: string; email: string; status: string };

const BOOTSTRAP = join(import.meta.dirname, '../../bootstrap.mjs');
const SOON = { timeout: 60_000, interval: 200 };
/** At a site of 20 a second: the campaign is under way while programs die. */
const LIMITED = 120;
const PEOPLE = 300;
const run = Date.now().toString(36);
const demo = () => readDemo(inject('demoFile'));
const api = callApi(demo());
const sandbox = readSandbox(demo());

const told = new Set<string>();
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  told.add((JSON.parse(body) as { data: { email_id: string } }).data.email_id);
  response.writeHead(204).end();
});
let hook: { id: string };

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  hook = await api.post('/webhooks', { url, events: ['email.delivered', 'email.unconfirmed'] });
});
afterAll(async () => {
  await api.delete(`/webhooks/${hook.id}`);
  receiver.closeAllConnections();
  receiver.close();
});

test('every program of ours is killed while a campaign runs: each comes back, nobody is lost, nobody gets it twice, each fact is told', async () => {
  const list = await api.post<{ id: string }>('/lists', { name: `kills ${run}` });
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    email: `k${n}.${run}@${n < LIMITED ? 'gmail' : `company${String(n % 200).padStart(3, '0')}`}.example`,
    list_ids: [list.id],
  }));
  await api.post('/contacts/batch', people);
  const from = `news@${demo().sending_domain}`;
  const draft = { name: 'kills', from, subject: 'お知らせ', text: 'こんにちは', list_ids: [list.id] };
  const { id } = await api.post<Campaign>('/campaigns', draft);
  await api.post(`/campaigns/${id}/send`);
  const campaign = () => api.get<Campaign>(`/campaigns/${id}`);
  await expect.poll(async () => (await campaign()).counts.delivered, SOON).toBeGreaterThan(0);

  const before = demo().processes;
  for (const name of ['mta', 'notifier', 'mda', 'msa', 'mua']) process.kill(Number(before[name]), 'SIGKILL');
  // The API is one of them: it answers nothing for a moment.
  const status = async () => (await campaign().catch(() => undefined))?.status;
  await expect.poll(status, { timeout: 120_000, interval: 500 }).toBe('completed');
  const after = demo().processes;
  for (const name of ['mta', 'notifier', 'mda', 'msa', 'mua'])
    expect([name, after[name]]).not.toEqual([name, before[name]]);

  const { counts } = await campaign();
  expect(counts).toMatchObject({ planned: PEOPLE, delivered: PEOPLE - counts.unconfirmed });
  const recipients = await api.list<Recipient>(`/campaigns/${id}/recipients`);
  expect(recipients).toHaveLength(PEOPLE);
  const ids = new Map(recipients.map((one) => [one.id, one]));
  const times = new Map<string, number>();
  for (const { message_id } of await sandbox.messages()) {
    const msg = /hk\.(msg_[^@]+)@/.exec(message_id)?.[1] ?? '';
    if (ids.has(msg)) times.set(msg, (times.get(msg) ?? 0) + 1);
  }
  const isWrong = (one: Recipient) =>
    (times.get(one.id) ?? 0) > 1 || (one.status === 'delivered' && !times.has(one.id));
  expect(recipients.filter(isWrong)).toEqual([]);
  await expect.poll(() => recipients.filter((one) => !told.has(one.id)).length, SOON).toBe(0);
});

test('afterwards the audit finds nobody who is counted and not there', async () => {
  const env = testEnvironment({
    HIKYAKU_HOME: inject('productHome'),
    HIKYAKU_PORT_OFFSET: String(Number(new URL(demo().url).port) - 3_000),
  });
  const { stdout } = await promisify(execFile)(process.execPath, [BOOTSTRAP, 'audit'], { env });
  expect(stdout).toBe('everyone is accounted for\n');
});
