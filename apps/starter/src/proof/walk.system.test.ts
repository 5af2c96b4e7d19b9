import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { callApi, readSandbox } from './call-api.ts';

type Email = {
  id: string;
  status: string;
  subject: string;
  recipients: { email: string; status: string; last_reply: string }[];
};
type Fact = { type: string; timestamp: string; data: { email: string; email_id: string; type: string } };

const SOON = { timeout: 60_000, interval: 200 };
const demo = readDemo(inject('demoFile'));
const api = callApi(demo);
const sandbox = readSandbox(demo);
const from = `news@${demo.sending_domain}`;
/** Addresses of this run alone: the product may have seen an earlier one. */
const run = Date.now().toString(36);

const posts: { headers: Record<string, string>; body: string }[] = [];
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  posts.push({ headers: request.headers as Record<string, string>, body });
  response.writeHead(204).end();
});
let hook: { id: string; secret: string };

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  hook = await api.post('/webhooks', { url, events: ['email.delivered', 'email.bounced', 'email.suppressed'] });
});
afterAll(async () => {
  await api.delete(`/webhooks/${hook.id}`);
  receiver.closeAllConnections();
  receiver.close();
});

/** The facts about one message that the webhook has got; every one of them is held against its signature. */
const factsOf = (emailId: string): Fact[] =>
  posts
    .map(({ headers, body }) => new Webhook(hook.secret).verify(body, headers) as Fact)
    .filter((fact) => fact.data.email_id === emailId);
const statusOf = async (id: string) => (await api.get<Email>(`/emails/${id}`)).status;

test.for([
  { way: 'STARTTLS', secure: false },
  { way: 'TLS', secure: true },
])(
  'a message submitted with $way and AUTH is delivered, seen over REST and told to the webhook, signed',
  async ({ way, secure }) => {
    const to = `taro.${way.toLowerCase()}.${run}@company001.example`;
    const transport = createTransport({
      host: demo.smtp.host,
      port: secure ? demo.smtp.tls_port : demo.smtp.port,
      secure,
      requireTLS: !secure,
      auth: { user: demo.smtp.username, pass: demo.smtp.password },
      tls: { rejectUnauthorized: false },
    });
    const sent = await transport.sendMail({ from, to, subject: '請求書の件', text: 'ご確認ください。\n' });
    transport.close();
    const id = /msg_\w+/.exec(sent.response)?.[0] ?? '';
    expect([sent.response, id]).toEqual([expect.stringMatching(/^250/), expect.stringMatching(/^msg_/)]);
    await expect.poll(() => statusOf(id), SOON).toBe('delivered');
    expect(await api.get<Email>(`/emails/${id}`)).toMatchObject({
      subject: '請求書の件',
      recipients: [{ email: to, status: 'delivered', last_reply: expect.stringMatching(/^250/) }],
    });
    const [seen, ...others] = await sandbox.messages(to);
    expect(others).toEqual([]);
    const raw = await (await fetch(seen!.raw_url)).text();
    expect(raw).toContain(sent.messageId);
    expect(raw).toMatch(new RegExp(`^DKIM-Signature: .*d=${demo.sending_domain.replaceAll('.', '\\.')};`, 'm'));
    await expect.poll(() => factsOf(id).map((fact) => fact.type), SOON).toEqual(['email.delivered']);
    expect(factsOf(id)[0]!.data).toMatchObject({ email: to, email_id: id });
  },
);

test('a wrong password and a foreign From submit nothing', async () => {
  const options = { host: demo.smtp.host, port: demo.smtp.port, tls: { rejectUnauthorized: false } };
  const wrong = createTransport({ ...options, auth: { user: demo.smtp.username, pass: 'wrong' } });
  await expect(wrong.sendMail({ from, to: 'a@company001.example', text: 'x' })).rejects.toMatchObject({
    responseCode: 535,
  });
  const right = createTransport({ ...options, auth: { user: demo.smtp.username, pass: demo.smtp.password } });
  await expect(
    right.sendMail({ from: 'someone@elsewhere.example', to: 'a@company001.example', text: 'x' }),
  ).rejects.toMatchObject({ responseCode: 550, response: expect.stringContaining('5.7.1') });
});

test('an unknown user bounces, is suppressed, and the next message to it is not tried', async () => {
  const to = `unknown.${run}@company002.example`;
  const first = await api.post<{ id: string }>('/emails', { from, to, subject: 'one', text: 'one' });
  await expect.poll(() => statusOf(first.id), SOON).toBe('bounced');
  const second = await api.post<{ id: string }>('/emails', { from, to, subject: 'two', text: 'two' });
  await expect.poll(() => statusOf(second.id), SOON).toBe('suppressed');
  await expect.poll(() => factsOf(first.id).map((fact) => fact.type), SOON).toEqual(['email.bounced']);
  await expect.poll(() => factsOf(second.id).map((fact) => fact.type), SOON).toEqual(['email.suppressed']);
  expect(await sandbox.messages(to)).toEqual([]);
});

test('an address that a program suppressed gets nothing until it is lifted', async () => {
  const to = `quiet.${run}@company003.example`;
  const suppression = await api.post<{ id: string }>('/suppressions', { email: to });
  const kept = await api.post<{ id: string }>('/emails', { from, to, subject: 'x', text: 'x' });
  await expect.poll(() => statusOf(kept.id), SOON).toBe('suppressed');
  await api.delete(`/suppressions/${suppression.id}`);
  const sent = await api.post<{ id: string }>('/emails', { from, to, subject: 'y', text: 'y' });
  await expect.poll(() => statusOf(sent.id), SOON).toBe('delivered');
  expect(await sandbox.messages(to)).toHaveLength(1);
});

test('one click on the link of a campaign keeps the next campaign away, and not the transactional mail', async () => {
  const list = await api.post<{ id: string }>('/lists', { name: `一人 ${run}` });
  const email = `hanako.${run}@company004.example`;
  await api.post('/contacts', { email, name: '花子', list_ids: [list.id] });
  const campaign = async (subject: string) =>
    api.post<{ id: string }>('/campaigns', {
      name: subject,
      from,
      subject,
      text: '{{ unsubscribe_url }}',
      list_ids: [list.id],
    });
  const first = await campaign('一通目');
  await api.post(`/campaigns/${first.id}/send`);
  await expect.poll(async () => (await sandbox.messages(email)).length, SOON).toBe(1);
  const raw = await (await fetch((await sandbox.messages(email))[0]!.raw_url)).text();
  const link = /^List-Unsubscribe:[\s\S]*?<(http[^>]+)>/m.exec(raw)![1]!;
  // A mail scanner that follows the link unsubscribes nobody.
  expect((await fetch(link)).status).toBe(200);
  const audience = async (id: string) => api.get<{ sendable: number; excluded: object }>(`/campaigns/${id}/audience`);
  const second = await campaign('二通目');
  expect(await audience(second.id)).toMatchObject({ sendable: 1 });
  const clicked = await fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(clicked.status).toBe(200);
  expect(await audience(second.id)).toMatchObject({ sendable: 0, excluded: { unsubscribed: 1 } });
  await expect(api.post(`/campaigns/${second.id}/send`)).rejects.toThrow(/422/);
  const reset = await api.post<{ id: string }>('/emails', { from, to: email, subject: 'パスワード', text: 'x' });
  await expect.poll(() => statusOf(reset.id), SOON).toBe('delivered');
});

test('what was sent under one Idempotency-Key is sent once', async () => {
  const to = `once.${run}@company005.example`;
  const post = () =>
    fetch(`${demo.api_url}/emails`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${demo.api_key}`,
        'content-type': 'application/json',
        'idempotency-key': `proof-${run}`,
      },
      body: JSON.stringify({ from, to, subject: 'once', text: 'once' }),
    });
  const first = (await (await post()).json()) as { id: string };
  const again = (await (await post()).json()) as { id: string };
  expect(again).toEqual(first);
  await expect.poll(() => statusOf(first.id), SOON).toBe('delivered');
  expect(await sandbox.messages(to)).toHaveLength(1);
});
