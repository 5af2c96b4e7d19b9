import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing/open-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test('a domain says what to publish and is verified by its token', async () => {
  const made = await api.call('POST', '/domains', { name: 'New.Example' });
  expect(made).toMatchObject({ status: 201, body: { name: 'new.example', status: 'pending' } });
  const token = made.body.records.find((one: { purpose: string }) => one.purpose === 'ownership');
  expect(token).toMatchObject({ type: 'TXT', name: '_hikyaku.new.example', status: 'pending' });
  const { id } = made.body;
  expect((await api.call('POST', `/domains/${id}/verify`)).body.status).toBe('pending');
  const world = api.world as { lookUpTxt: (name: string) => Promise<readonly string[]> };
  world.lookUpTxt = async (name) => (name === token.name ? [token.value] : []);
  const verified = await api.call('POST', `/domains/${id}/verify`);
  expect(verified.body.status).toBe('verified');
  expect(verified.body.records.map((one: { status: string }) => one.status)).toEqual([
    'verified',
    'missing',
    'missing',
    'missing',
  ]);
  expect((await api.call('GET', `/domains/${id}`)).body).toEqual(verified.body);
  expect((await api.call('GET', '/domains')).body.data).toHaveLength(2);
  world.lookUpTxt = async () => {
    throw new Error('no answer');
  };
  const away = await api.call('POST', `/domains/${id}/verify`);
  expect(away).toMatchObject({ status: 503, body: { code: 'dns_unavailable' } });
  expect(away.headers.get('retry-after')).toBe('60');
  expect((await api.call('DELETE', `/domains/${id}`)).status).toBe(204);
  expect((await api.call('POST', '/domains', { name: 'no domain' })).body.errors[0].path).toBe('name');
});

test('a webhook shows its secret once, its attempts and replays them', async () => {
  const made = await api.call('POST', '/webhooks', { url: 'https://hooks.example/a', events: ['email.*'] });
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/), active: true } });
  const { secret: _, ...shown } = made.body;
  expect((await api.call('GET', '/webhooks')).body).toEqual({ data: [shown], next_cursor: null });
  expect((await api.call('GET', `/webhooks/${shown.id}`)).body).toEqual(shown);
  expect((await api.call('GET', `/webhooks/${shown.id}/attempts`)).body).toEqual({ data: [], next_cursor: null });
  expect(await api.call('POST', `/webhooks/${shown.id}/replay`, { only_failed: true })).toMatchObject({
    status: 202,
    body: { replayed: 0 },
  });
  expect((await api.call('POST', `/webhooks/${shown.id}/replay`, { attempt_id: 'att_000000000000' })).status).toBe(422);
  expect((await api.call('DELETE', `/webhooks/${shown.id}`)).status).toBe(204);
  const wrong = await api.call('POST', '/webhooks', { url: 'http://10.0.0.1/', events: ['email.nope'] });
  expect(wrong.body.errors.map((one: { path: string }) => one.path)).toEqual(['url', 'events.0']);
});

test('templates are kept, changed and refused with line and column', async () => {
  const made = await api.call('POST', '/templates', { name: 'A', subject: 'S', text: 'T {{ name }}' });
  expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^tpl_/), html: null } });
  const changed = await api.call('PATCH', `/templates/${made.body.id}`, { text: 'U' });
  expect(changed.body).toMatchObject({ name: 'A', subject: 'S', text: 'U' });
  expect((await api.call('GET', `/templates/${made.body.id}`)).body).toEqual(changed.body);
  expect((await api.call('GET', '/templates')).body.data).toEqual([changed.body]);
  const wrong = await api.call('POST', '/templates', { name: 'B', subject: 'S', html: 'a\n{% nope %}' });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'template' } });
  expect(wrong.body.errors[0]).toMatchObject({ path: 'html', message: expect.stringMatching(/^line 2, column 1/) });
  expect((await api.call('DELETE', `/templates/${made.body.id}`)).status).toBe(204);
});

test('mailboxes show what was delivered into them', async () => {
  const [box] = await api.owner.query<{ id: number }>(
    `INSERT INTO mailboxes (tenant_id, address, name) VALUES ($1, 'news@aozora.example', 'News') RETURNING id`,
    [api.tenants[0].id],
  );
  const raw = 'From: Taro <taro@shop.example>\r\nSubject: Re: hello\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n';
  await api.owner.query(
    `INSERT INTO inbound_messages (tenant_id, mailbox_id, kind, mail_from, rcpt_to, from_header, subject, raw, sha256)
     VALUES ($1, $2, 'reply', 'taro@shop.example', 'news@aozora.example', 'Taro <taro@shop.example>', 'Re: hello', $3, '')`,
    [api.tenants[0].id, box!.id, Buffer.from(raw)],
  );
  const boxes = await api.call('GET', '/mailboxes');
  expect(boxes.body.data).toMatchObject([{ address: 'news@aozora.example', unseen: 1 }]);
  const messages = await api.call('GET', `/mailboxes/${boxes.body.data[0].id}/messages`);
  expect(messages.body.data).toMatchObject([{ kind: 'reply', from: 'Taro <taro@shop.example>', subject: 'Re: hello' }]);
  const { id } = messages.body.data[0];
  const { body } = await api.call('GET', `/messages/${id}`);
  expect(body).toMatchObject({ id, html: '<p>Hi</p>\n', seen: true, auth: null });
  expect(body.headers[0]).toEqual({ name: 'From', value: 'Taro <taro@shop.example>' });
  expect(body.raw_url).toMatch(/\/api\/v1\/messages\/inb_\w+\/raw$/);
  expect((await api.call('GET', `/messages/${id}/raw`)).body).toBe(raw);
  await api.owner.query(
    `INSERT INTO inbound_auth (inbound_id, tenant_id, spf, dkim, dmarc, arc, detail)
     SELECT id, tenant_id, 'pass', 'fail', 'temperror', 'none', '{}' FROM inbound_messages WHERE subject = 'Re: hello'`,
  );
  const checked = await api.call('GET', `/messages/${id}`);
  expect(checked.body.auth).toEqual({ spf: 'pass', dkim: 'fail', dmarc: 'temperror', arc: 'none' });
});

test('a returned mail is explained', async () => {
  const mail = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.b.example',
    '',
    'Final-Recipient: rfc822; a@b.example',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
    '--b--',
  ].join('\r\n');
  const said = await api.call('POST', '/tools/explain', Buffer.from(mail), { 'content-type': 'message/rfc822' });
  expect(said).toMatchObject({ status: 200, body: { file: null, kind: 'bounce' } });
  expect(said.body.recipients).toMatchObject([
    { recipient: 'a@b.example', status: '5.1.1', reply_code: 550, reason: 'invalid_recipient', hard: true },
  ]);
  expect(said.body.recipients[0].evidence).toMatchObject([{ part: '1', words: 'unknown user' }]);
  expect(said.body.evidence).toMatchObject([{ part: '1', words: 'Final-Recipient' }]);
  const junk = await api.call('POST', '/tools/explain', undefined, { 'content-type': 'message/rfc822' });
  expect(junk.body).toEqual({ file: null, kind: 'other', recipients: [], evidence: [] });
});
