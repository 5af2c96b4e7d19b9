import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { callApi } from './call-api.ts';
import { fetchPostfix, openPostfix, type Postfix } from './open-postfix.ts';
import { publishHost } from './publish-host.ts';
import { returnedKinds } from './returned-kinds.ts';

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
    await publishHost(demo, DOMAIN, ADDRESS);
    postfix = await openPostfix(fetched!, {
      domain: DOMAIN,
      address: ADDRESS,
      port: demo.sandbox.smtp_port,
      relayPort: demo.mda.port,
    });
  });
  afterAll(() => postfix?.close());

  const send = async (to: string) =>
    (await api.post<{ id: string }>('/emails', { from, to, subject: '返送の試験', text: 'こんにちは' })).id;
  const bounced = async (to: string): Promise<Email> => {
    const id = await send(to);
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

  test.each([
    ['a mailbox that is full for now: it warns and goes on trying', 'slow', 'delayed'],
    ['somebody who is away: an automatic answer', 'away', 'autoreply'],
  ])('%s; still delivered, and nobody is suppressed', async (_what, who, kind) => {
    const to = `${who}@${DOMAIN}`;
    const before = await returnedKinds(demo, to);
    const id = await send(to);
    await expect.poll(() => returnedKinds(demo, to), SOON).toEqual([...before, kind]);
    expect((await api.get<Email>(`/emails/${id}`)).status).toBe('delivered');
    expect(await suppressed(to)).toEqual([]);
  });
});
