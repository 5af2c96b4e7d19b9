import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { callApi } from './call-api.ts';
import { type Exim, fetchExim, openExim } from './open-exim.ts';
import { publishHost } from './publish-host.ts';
import { returnedKinds } from './returned-kinds.ts';

type Email = { status: string; recipients: { status: string; reason: string | null }[] };

const SOON = { timeout: 60_000, interval: 200 };
const ADDRESS = '127.20.0.2';
const DOMAIN = 'exim.test';
const demo = readDemo(inject('demoFile'));
const api = callApi(demo);
const from = `news@${demo.sending_domain}`;
/** Addresses of this run alone: the product may have seen an earlier one. */
const run = Date.now().toString(36);
const fetched = await fetchExim();

describe.skipIf(!fetched)(
  'a real Exim that takes a message and returns it (needs apt-get, root and mount namespaces)',
  () => {
    let exim: Exim;
    beforeAll(async () => {
      await publishHost(demo, DOMAIN, ADDRESS);
      exim = await openExim(fetched!, {
        domain: DOMAIN,
        address: ADDRESS,
        port: demo.sandbox.smtp_port,
        relayPort: demo.mda.port,
      });
    });
    afterAll(() => exim?.close());

    const send = async (to: string) =>
      (await api.post<{ id: string }>('/emails', { from, to, subject: '返送の試験', text: 'こんにちは' })).id;
    const read = (id: string) => api.get<Email>(`/emails/${id}`);
    const suppressed = async (to: string) =>
      (await api.get<{ data: { reason: string }[] }>(`/suppressions?email=${to}`)).data.map(({ reason }) => reason);

    test('an unknown user, of whom its report gives no status: bounced, and suppressed at the second time', async () => {
      const to = `nobody-${run}@${DOMAIN}`;
      for (const held of [[], ['recipient_rejected']]) {
        const id = await send(to);
        await expect.poll(async () => (await read(id)).status, SOON).toBe('bounced');
        expect((await read(id)).recipients).toMatchObject([{ status: 'bounced', reason: 'recipient_rejected' }]);
        expect(await suppressed(to)).toEqual(held);
      }
    });

    test('a full mailbox, of which it warns while it goes on trying: still delivered, and nobody is suppressed', async () => {
      const to = `full-${run}@${DOMAIN}`;
      const id = await send(to);
      await expect.poll(() => returnedKinds(demo, to), SOON).toEqual(['delayed']);
      expect((await read(id)).status).toBe('delivered');
      expect(await suppressed(to)).toEqual([]);
    });

    test('somebody who is away: an automatic answer, no bounce', async () => {
      const to = `away-${run}@${DOMAIN}`;
      const id = await send(to);
      await expect.poll(() => returnedKinds(demo, to), SOON).toEqual(['autoreply']);
      expect((await read(id)).status).toBe('delivered');
      expect(await suppressed(to)).toEqual([]);
    });
  },
);
