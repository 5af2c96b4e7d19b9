import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { callApi } from './call-api.ts';
import { fetchPostfix, openPostfix, type Postfix } from './open-postfix.ts';

type Email = { status: string; recipients: { status: string; reason: string | null; last_reply: string }[] };

const SOON = { timeout: 60_000, interval: 200 };
const ADDRESS = '127.20.0.1';
const DOMAIN = 'postfix.test';
const demo = readDemo(inject('demoFile'));
const api = callApi(demo);
const from = `news@${demo.sending_domain}`;
const fetched = await fetchPostfix();

describe.skipIf(!fetched)('a real Postfix that takes a message and returns it (needs apt-get and root)', () => {
  let postfix: Postfix;
  beforeAll(async () => {
    const records = [
      { type: 'MX', value: `mx.${DOMAIN}` },
      { type: 'A', name: 'mx', value: ADDRESS },
    ];
    const url = new URL(`/zones/${DOMAIN}`, demo.sandbox.url);
    const published = await fetch(url, { method: 'PUT', body: JSON.stringify({ records }) });
    if (!published.ok) throw new Error(await published.text());
    postfix = await openPostfix(fetched!, {
      domain: DOMAIN,
      address: ADDRESS,
      port: demo.sandbox.smtp_port,
      relayPort: demo.mda.port,
    });
  });
  afterAll(() => postfix?.close());

  const bounced = async (to: string): Promise<Email> => {
    const { id } = await api.post<{ id: string }>('/emails', { from, to, subject: '返送の試験', text: 'こんにちは' });
    const read = () => api.get<Email>(`/emails/${id}`);
    await expect.poll(async () => (await read()).status, SOON).toBe('bounced');
    const facts = await api.get<{ data: { type: string }[] }>(`/emails/${id}/events`);
    const types = facts.data.map((fact) => fact.type);
    expect(types.indexOf('email.delivered') >= 0 && types.includes('email.bounced')).toBe(true);
    return read();
  };
  const suppressed = async (to: string) =>
    (await api.get<{ data: { reason: string }[] }>(`/suppressions?email=${to}`)).data.map(({ reason }) => reason);

  test('an unknown user that it finds out about later: delivered becomes bounced, and the address is suppressed', async () => {
    const to = `nobody-${Date.now().toString(36)}@${DOMAIN}`;
    expect((await bounced(to)).recipients).toMatchObject([{ status: 'bounced', reason: 'invalid_recipient' }]);
    expect(await suppressed(to)).toEqual(['invalid_recipient']);
  });

  test('a full mailbox: bounced, and nobody is suppressed', async () => {
    const to = `full@${DOMAIN}`;
    expect((await bounced(to)).recipients).toMatchObject([{ status: 'bounced', reason: 'mailbox_full' }]);
    expect(await suppressed(to)).toEqual([]);
  });
});
