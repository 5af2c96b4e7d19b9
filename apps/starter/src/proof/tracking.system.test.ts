import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readMessage } from '@hikyaku/mail';
import { Webhook } from 'standardwebhooks';
import { afterAll, expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { callApi, readSandbox } from './call-api.ts';

type Fact = { type: string; data: { email: string; url: string | null } };
type Campaign = { status: string; counts: Record<'opened' | 'clicked' | 'delivered', number> };

const SOON = { timeout: 30_000, interval: 200 };
const demo = readDemo(inject('demoFile'));
const api = callApi(demo);
const sandbox = readSandbox(demo);
const run = Date.now().toString(36);
const PERSON = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0' };

const heard: { headers: Record<string, string>; body: string }[] = [];
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  heard.push({ headers: request.headers as Record<string, string>, body });
  response.writeHead(204).end();
});
afterAll(() => receiver.close());

test('a person who clicks in the mail that arrived is led on, counted and told; a scanner is led on', async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const hook = await api.post<{ id: string; secret: string }>('/webhooks', {
    url,
    events: ['email.opened', 'email.clicked'],
  });
  const list = await api.post<{ id: string }>('/lists', { name: `計測 ${run}` });
  const email = `saburo.${run}@company006.example`;
  await api.post('/contacts', { email, name: '三郎', list_ids: [list.id] });
  const { id } = await api.post<{ id: string }>('/campaigns', {
    name: `計測 ${run}`,
    from: `news@${demo.sending_domain}`,
    subject: 'links',
    html: '<a href="https://shop.example/a?x=1&amp;y=2">a</a><a href="https://shop.example/{{ name | url_encode }}">b</a>',
    list_ids: [list.id],
  });
  await api.post(`/campaigns/${id}/send`);
  await expect.poll(async () => (await sandbox.messages(email)).length, SOON).toBe(1);
  const raw = await (await fetch((await sandbox.messages(email))[0]!.raw_url)).arrayBuffer();
  const { html } = await readMessage(Buffer.from(raw));
  const [first = '', second = ''] = [...html!.matchAll(/href="([^"]+)"/g)].map((match) => match[1]!);
  const lead = async (link: string, init: RequestInit = {}) => {
    const answer = await fetch(link, { redirect: 'manual', headers: PERSON, ...init });
    return [answer.status, answer.headers.get('location')];
  };
  const target = 'https://shop.example/a?x=1&y=2';
  expect(await lead(first, { headers: { 'user-agent': 'Mimecast URL Protect' } })).toEqual([302, target]);
  expect(await lead(first, { method: 'HEAD' })).toEqual([302, target]);
  expect(await lead(`${first}x`)).toEqual([404, null]);
  expect(await lead(second)).toEqual([302, 'https://shop.example/%E4%B8%89%E9%83%8E']);
  const counts = async () => (await api.get<Campaign>(`/campaigns/${id}`)).counts;
  await expect.poll(counts, SOON).toMatchObject({ delivered: 1, opened: 1, clicked: 1 });
  expect(await api.get(`/campaigns/${id}/links`)).toMatchObject({
    data: [
      { url: target, clicks: 0, recipients: 0 },
      { clicks: 1, recipients: 1 },
    ],
  });
  const facts = () => heard.map(({ headers, body }) => new Webhook(hook.secret).verify(body, headers) as Fact);
  await expect
    .poll(
      () =>
        facts()
          .map(({ type }) => type)
          .sort(),
      SOON,
    )
    .toEqual(['email.clicked', 'email.opened']);
  expect(facts().find(({ type }) => type === 'email.clicked')?.data).toMatchObject({
    email,
    url: 'https://shop.example/%E4%B8%89%E9%83%8E',
  });
  await api.delete(`/webhooks/${hook.id}`);
});
