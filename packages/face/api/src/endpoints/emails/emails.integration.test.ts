import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const mail = { from: 'Aozora <news@aozora.example>', to: 'taro@shop.example', subject: 'こんにちは', text: 'Hello' };

test('a message is accepted, found again and tells its timeline', async () => {
  const before = api.wakes.sites;
  const sent = await api.call('POST', '/emails', { ...mail, to: ['a@x.example', 'b@y.example'], tags: { order: '7' } });
  expect(sent.status).toBe(202);
  expect(sent.body).toEqual({ id: expect.stringMatching(/^msg_/) });
  expect(api.wakes.sites).toBe(before + 2);
  const { body } = await api.call('GET', `/emails/${sent.body.id}`);
  expect(body).toMatchObject({
    id: sent.body.id,
    from: mail.from,
    to: ['a@x.example', 'b@y.example'],
    subject: mail.subject,
    status: 'queued',
    stream: 'transactional',
    tags: { order: '7' },
    recipients: [
      { email: 'a@x.example', status: 'queued', attempts: 0, last_reply: null },
      { email: 'b@y.example', status: 'queued' },
    ],
  });
  const events = await api.call('GET', `/emails/${sent.body.id}/events`);
  expect(events.body.next_cursor).toBeNull();
  expect(events.body.data).toHaveLength(2);
  expect(events.body.data[0]).toMatchObject({
    id: expect.stringMatching(/^evt_/),
    type: 'email.accepted',
    email: 'a@x.example',
    email_id: sent.body.id,
    campaign_id: null,
    smtp: null,
  });
  const feed = await api.call('GET', '/events?type=email.accepted&email=A@X.example&limit=1');
  expect(feed.body.data[0].email_id).toBe(sent.body.id);
});

test('a template is rendered with its variables when the message is accepted', async () => {
  const made = await api.call('POST', '/templates', {
    name: 'Receipt',
    subject: 'Order {{ order }}',
    html: '<p>{{ name }}: {{ order }}</p>',
  });
  expect(made.status).toBe(201);
  const { html: _, text: __, subject: ___, ...rest } = { ...mail, html: '', text: '', subject: '' };
  const sent = await api.call('POST', '/emails', {
    ...rest,
    template_id: made.body.id,
    variables: { order: '<7>', name: 'Taro' },
  });
  expect(sent.status).toBe(202);
  expect((await api.call('GET', `/emails/${sent.body.id}`)).body.subject).toBe('Order <7>');
  const [row] = await api.owner.query<{ raw: Buffer }>('SELECT raw FROM contents ORDER BY id DESC LIMIT 1');
  expect(row!.raw.toString()).toContain('Taro: &lt;7&gt;');
  const foreign = await api.call('POST', '/emails', { ...rest, template_id: 'tpl_000000000000' });
  expect(foreign.body.errors[0].path).toBe('template_id');
});

test('a message for later is due then', async () => {
  const before = api.wakes.sites;
  const sent = await api.call('POST', '/emails', { ...mail, scheduled_at: '2099-01-01T09:00:00+09:00' });
  expect(sent.status).toBe(202);
  expect(api.wakes.sites).toBe(before);
  const { body } = await api.call('GET', `/emails/${sent.body.id}`);
  expect(body.scheduled_at).toBe('2099-01-01T00:00:00.000Z');
});

test('one bad entry of a batch refuses all and names its index', async () => {
  const [before] = await api.owner.query<{ n: number }>('SELECT count(*) AS n FROM messages');
  const refused = await api.call('POST', '/emails/batch', [mail, mail, { ...mail, to: ['ok@x.example', 'nobody'] }]);
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0].path).toBe('2.to.1');
  const foreign = await api.call('POST', '/emails/batch', [mail, { ...mail, from: 'a@hotaru.example' }]);
  expect(foreign.body.errors[0].path).toBe('1.from');
  const [after] = await api.owner.query<{ n: number }>('SELECT count(*) AS n FROM messages');
  expect(after).toEqual(before);
  const sent = await api.call('POST', '/emails/batch', [mail, mail]);
  expect(sent.status).toBe(202);
  expect(new Set(sent.body.data.map((one: { id: string }) => one.id)).size).toBe(2);
});

test.each([
  [{ to: 'nobody' }, 'to'],
  [{ to: ['a@x.example', 'b\r\nBcc: c@x.example'] }, 'to.1'],
  [{ from: 'a@hotaru.example' }, 'from'],
  [{ to: [] }, 'to'],
  [{ to: Array.from({ length: 30 }, () => 'a@x.example'), cc: Array.from({ length: 21 }, () => 'b@x.example') }, 'to'],
  [{ subject: 'a\r\nBcc: b@x.example' }, 'subject'],
  [{ subject: undefined }, 'subject'],
  [{ text: undefined }, 'html'],
  [{ headers: { 'X-A': 'a\nb' } }, 'headers.X-A'],
  [{ headers: { 'DKIM-Signature': 'a' } }, 'headers.DKIM-Signature'],
  [{ attachments: [{ filename: 'a.txt', content: '%%%' }] }, 'attachments.0.content'],
  [{ scheduled_at: 'tomorrow' }, 'scheduled_at'],
  [{ stream: 'fast' }, 'stream'],
  [{ tags: { a: 1 } }, 'tags.a'],
])('a wrong field is named: %j', async (change, path) => {
  const refused = await api.call('POST', '/emails', { ...mail, ...change });
  expect(refused.status).toBe(422);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(refused.body.errors[0].path).toBe(path);
});
