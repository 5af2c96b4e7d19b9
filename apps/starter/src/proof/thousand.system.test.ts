import { expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { type Caught, callApi, readSandbox, type SandboxCounts } from './call-api.ts';

type Counts = Record<
  | 'planned'
  | 'queued'
  | 'sending'
  | 'deferred'
  | 'delivered'
  | 'bounced'
  | 'expired'
  | 'suppressed'
  | 'canceled'
  | 'unconfirmed'
  | 'complained'
  | 'unsubscribed',
  number
>;
type Campaign = { id: string; status: string; counts: Counts };
type Recipient = {
  id: string;
  email: string;
  status: string;
  attempts: number;
  reason: string | null;
  last_reply: string | null;
};

/** How each address ends, from the sandbox's table of personalities; `accepted` = the receiver has the message. */
const ENDS: readonly (readonly [RegExp, { status: string; accepted: boolean; suppressed?: true }])[] = [
  [/^quota.*@full\.example$/, { status: 'bounced', accepted: false }],
  [/@full\.example$/, { status: 'expired', accepted: false }],
  [/^dropdot.*@drop\.example$/, { status: 'unconfirmed', accepted: true }],
  [/@drop\.example$/, { status: 'expired', accepted: false }],
  [/@nomx\.example$/, { status: 'bounced', accepted: false, suppressed: true }],
  [/@down\.example$/, { status: 'expired', accepted: false }],
  [/@late-bounce\.example$/, { status: 'bounced', accepted: true, suppressed: true }],
  [/^unknown/, { status: 'bounced', accepted: false, suppressed: true }],
  [/^block/, { status: 'bounced', accepted: false }],
  [/./, { status: 'delivered', accepted: true }],
];
const endOf = (email: string) => ENDS.find(([pattern]) => pattern.test(email))![1];
const MORE_THAN_ONE_ATTEMPT = /^defer2|@(greylist|full|drop|down)\.example$/;

const demo = readDemo(inject('demoFile'));
const api = callApi(demo);
const sandbox = readSandbox(demo);
const polls: Counts[] = [];
let before: SandboxCounts;
let campaign: Campaign;
let recipients: Recipient[];
let caught: Caught[];

test('a campaign to the thousand people of the demo goes from draft to completed, and late reports leave it completed', async () => {
  before = await sandbox.counts();
  campaign = await api.post<Campaign>('/campaigns', {
    name: '秋のお知らせ（千人）',
    from: `飛脚 <news@${demo.sending_domain}>`,
    subject: '{{ name | default: "お客様" }}様、秋のお知らせです',
    html: '<p>{{ name | default: "お客様" }} 様</p><p>{{ attributes.city }}の皆様へ</p><a href="{{ unsubscribe_url }}">配信停止</a>',
    text: '{{ name | default: "お客様" }} 様\n\n配信停止: {{ unsubscribe_url }}\n',
    list_ids: [demo.lists.thousand],
  });
  expect(campaign.status).toBe('draft');
  await api.post(`/campaigns/${campaign.id}/send`);
  const list = () => api.list<Recipient>(`/campaigns/${campaign.id}/recipients`);
  const poll = async () => {
    campaign = await api.get<Campaign>(`/campaigns/${campaign.id}`);
    polls.push(campaign.counts);
    return campaign.status;
  };
  await expect.poll(poll, { timeout: 240_000, interval: 500 }).toBe('completed');
  // Reports come after the 250: they move delivered on, and leave the campaign completed.
  const emails = (await list()).map(({ email }) => email);
  const wanted = [
    emails.filter((email) => endOf(email).status === 'bounced').length,
    emails.filter((email) => email.endsWith('@unsubscribe.example')).length,
  ];
  const late = async () => (await poll()) && [campaign.counts.bounced, campaign.counts.unsubscribed];
  await expect.poll(late, { timeout: 60_000, interval: 500 }).toEqual(wanted);
  recipients = await list();
  const ids = new Set(recipients.map(({ id }) => id));
  caught = (await sandbox.messages()).filter((one) => ids.has(/hk\.(msg_[^@]+)@/.exec(one.message_id)?.[1] ?? ''));
}, 300_000);

test('the nine states add up to planned at every moment somebody looked', () => {
  for (const counts of polls) {
    const { planned, queued, sending, deferred, delivered, bounced, expired, suppressed, canceled, unconfirmed } =
      counts;
    const sum = queued + sending + deferred + delivered + bounced + expired + suppressed + canceled + unconfirmed;
    expect({ ...counts, sum }).toEqual({ ...counts, sum: planned });
    expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(0);
  }
  expect(campaign).toMatchObject({ status: 'completed', counts: { queued: 0, sending: 0, deferred: 0 } });
});

test('each of the thousand ends as the data of its receiver say, once', () => {
  expect(new Set(recipients.map(({ email }) => email)).size).toBe(1_000);
  const wrong = recipients.filter(({ email, status }) => status !== endOf(email).status);
  expect(wrong).toEqual([]);
  const { planned, delivered, bounced, expired, unconfirmed } = campaign.counts;
  const count = (status: string) => recipients.filter((one) => endOf(one.email).status === status).length;
  expect({ planned, delivered, bounced, expired, unconfirmed }).toEqual({
    planned: 1_000,
    delivered: count('delivered'),
    bounced: count('bounced'),
    expired: count('expired'),
    unconfirmed: count('unconfirmed'),
  });
});

test('who was put off was tried again, and what the server said last is told', () => {
  const putOff = recipients.filter(({ email }) => MORE_THAN_ONE_ATTEMPT.test(email));
  expect(putOff.filter(({ email, attempts }) => attempts < 2 && !/^(quota|dropdot)/.test(email))).toEqual([]);
  const full = recipients.find(({ email }) => email.endsWith('@full.example') && !email.startsWith('quota'));
  expect(full!.last_reply).toMatch(/^452/);
});

test('the receivers have each accepted recipient once: no duplicate, no limit overstepped', async () => {
  const after = await sandbox.counts();
  expect({
    duplicates: after.duplicates - before.duplicates,
    violations: after.violations - before.violations,
  }).toEqual({
    duplicates: 0,
    violations: 0,
  });
  const times = new Map<string, number>();
  for (const { rcpt_to } of caught) times.set(rcpt_to, (times.get(rcpt_to) ?? 0) + 1);
  expect(recipients.filter(({ email }) => (times.get(email) ?? 0) !== (endOf(email).accepted ? 1 : 0))).toEqual([]);
});

test('only a fault of the address suppresses it', async () => {
  for (const { email } of recipients.filter((one) => one.status === 'bounced')) {
    const found = await api.get<{ data: unknown[] }>(`/suppressions?email=${encodeURIComponent(email)}`);
    expect([email, found.data.length > 0]).toEqual([email, endOf(email).suppressed ?? false]);
  }
});

test('what an unsubscription and a bounce left behind is kept from the next campaign, with the reason', async () => {
  const next = await api.post<Campaign>('/campaigns', {
    name: '次のお知らせ',
    from: `news@${demo.sending_domain}`,
    subject: '次のお知らせ',
    text: 'こんにちは',
    list_ids: [demo.lists.thousand],
  });
  const audience = await api.get<{ total: number; sendable: number; excluded: Record<string, number> }>(
    `/campaigns/${next.id}/audience`,
  );
  const { unsubscribed } = campaign.counts;
  expect(unsubscribed).toBeGreaterThan(0);
  const suppressed = recipients.filter(({ email }) => endOf(email).suppressed).length;
  expect(audience).toMatchObject({
    total: 1_000,
    sendable: 1_000 - unsubscribed - suppressed,
    excluded: { unsubscribed, suppressed },
  });
});

test('a person who answers is read in the inbox of the sender', async () => {
  const mailboxes = await api.list<{ id: string }>('/mailboxes');
  const answers = async () => {
    const pages = await Promise.all(mailboxes.map(({ id }) => api.list<{ from: string }>(`/mailboxes/${id}/messages`)));
    return pages.flat().filter((one) => /@reply\.example/.test(JSON.stringify(one))).length;
  };
  await expect.poll(answers, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
});
