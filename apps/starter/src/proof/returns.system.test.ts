import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { callApi, readSandbox } from './call-api.ts';

type Counts = Record<'planned' | 'delivered' | 'bounced' | 'complained', number>;
type Fact = { type: string; data: { email: string } };

const SOON = { timeout: 60_000, interval: 100 };
/** What a report does is to be seen this soon. */
const AT_ONCE = { timeout: 5_000, interval: 50 };
const demo = readDemo(inject('demoFile'));
const api = callApi(demo);
const sandbox = readSandbox(demo);
const run = Date.now().toString(36);
const [gone, cross, calm] = ['gone', 'cross', 'calm'].map((name) => `${name}.${run}@company007.example`) as [
  string,
  string,
  string,
];

const facts: Fact[] = [];
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  facts.push(JSON.parse(body));
  response.writeHead(204).end();
});
const toldOf = (email: string) => facts.filter(({ data }) => data.email === email).map(({ type }) => type);
const mda = createTransport({ ...demo.mda, ignoreTLS: true });
let hook: { id: string };
let campaign: { id: string };
let recipients: { id: string; email: string; status: string }[];

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  hook = await api.post('/webhooks', { url, events: ['email.bounced', 'email.complained'] });
  const list = await api.post<{ id: string }>('/lists', { name: `返送 ${run}` });
  await api.post(
    '/contacts/batch',
    [gone, cross, calm].map((email) => ({ email, list_ids: [list.id] })),
  );
  const from = `news@${demo.sending_domain}`;
  campaign = await api.post('/campaigns', { name: `返送 ${run}`, from, subject: 'x', text: 'x', list_ids: [list.id] });
  await api.post(`/campaigns/${campaign.id}/send`);
  await vi.waitFor(async () => expect((await counts()).delivered).toBe(3), SOON);
  recipients = await api.list(`/campaigns/${campaign.id}/recipients`);
}, 120_000);
afterAll(async () => {
  mda.close();
  await api.delete(`/webhooks/${hook.id}`);
  receiver.closeAllConnections();
  receiver.close();
});

const counts = async () => (await api.get<{ counts: Counts }>(`/campaigns/${campaign.id}`)).counts;
/** The return-path under which this person's mail was sent. */
const returnPathOf = async (email: string): Promise<string> =>
  ((await sandbox.messages(email)) as unknown as { mail_from: string }[])[0]!.mail_from;
const statusOf = async (email: string) => {
  const { id } = recipients.find((one) => one.email === email)!;
  return (await api.get<{ status: string }>(`/emails/${id}`)).status;
};
const eventsOf = async (email: string) => {
  const { id } = recipients.find((one) => one.email === email)!;
  return (await api.get<{ data: { type: string }[] }>(`/emails/${id}/events`)).data.map(({ type }) => type);
};
const suppressionsOf = async (email: string) =>
  (await api.get<{ data: { reason: string; scope: string }[] }>(`/suppressions?email=${email}`)).data;
const report = (to: string, type: string, part: string, body: readonly string[]) =>
  mda.sendMail({
    envelope: { from: '', to: [to] },
    raw: [
      'From: MAILER-DAEMON@mx.company007.example',
      'Subject: report',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=${type}; boundary=b`,
      '',
      '--b',
      `Content-Type: message/${part}`,
      '',
      ...body,
      '',
      '--b--',
      '',
    ].join('\r\n'),
  });
const bounce = async (email: string, to?: string) =>
  report(to ?? (await returnPathOf(email)), 'delivery-status', 'delivery-status', [
    'Reporting-MTA: dns; mx.company007.example',
    '',
    `Final-Recipient: rfc822; ${email}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
  ]);

test('a DSN over SMTP moves its one recipient: counts, suppression, event and webhook; the same DSN again moves nothing', async () => {
  await bounce(gone);
  await expect.poll(() => statusOf(gone), AT_ONCE).toBe('bounced');
  await expect.poll(() => toldOf(gone), SOON).toEqual(['email.bounced']);
  const all = async () => [await counts(), await eventsOf(gone), await suppressionsOf(gone)];
  const after = await all();
  expect(after).toMatchObject([
    { planned: 3, delivered: 2, bounced: 1, complained: 0 },
    expect.arrayContaining(['email.delivered', 'email.bounced']),
    [{ reason: 'invalid_recipient', scope: 'all' }],
  ]);
  await bounce(gone);
  expect(await all()).toEqual(after);
  expect(await statusOf(calm)).toBe('delivered');
});

test('a complaint that names nobody is the one of the person whose return-path it came to: bulk stops, and only bulk', async () => {
  await report(await returnPathOf(cross), 'feedback-report', 'feedback-report', [
    'Feedback-Type: abuse',
    'User-Agent: Test/1',
    'Version: 1',
  ]);
  await expect.poll(async () => (await counts()).complained, AT_ONCE).toBe(1);
  expect(await suppressionsOf(cross)).toMatchObject([{ reason: 'complaint', scope: 'bulk' }]);
  await expect.poll(() => toldOf(cross), SOON).toEqual(['email.complained']);
  expect(await statusOf(cross)).toBe('delivered');
});

test('a forged return-path is nobody`s: 550 at RCPT, and nobody bounces', async () => {
  const forged = (await returnPathOf(calm)).replace(/\.[0-9a-f]{4}/, '.0000');
  await expect(bounce(calm, forged)).rejects.toMatchObject({ responseCode: 550, message: /5\.1\.1/ });
  expect(await statusOf(calm)).toBe('delivered');
  expect(await suppressionsOf(calm)).toEqual([]);
  expect(toldOf(calm)).toEqual([]);
  // The second DSN of the first test has had its time by now.
  expect(toldOf(gone)).toEqual(['email.bounced']);
});
