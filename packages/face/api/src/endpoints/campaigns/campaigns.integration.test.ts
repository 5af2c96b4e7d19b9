import { planCampaign } from '@hikyaku/campaign';
import { parseId } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';

let api: TestApi;
let listId: string;
beforeAll(async () => {
  api = await openTestApi();
  listId = (await api.call('POST', '/lists', { name: 'People' })).body.id;
  const people = Array.from({ length: 5 }, (_, n) => ({ email: `p${n}@shop.example`, list_ids: [listId] }));
  await api.call('POST', '/contacts/batch', people);
  await api.call('POST', '/suppressions', { email: 'p0@shop.example', reason: 'unsubscribe' });
});
afterAll(() => api.close());

const draft = () => ({
  name: 'Spring',
  from: '青空 <news@aozora.example>',
  subject: '{{ name }} 様',
  html: '<p>Hi {{ name }}</p><a href="{{ unsubscribe_url }}">x</a>',
  list_ids: [listId],
});
const create = async (changes = {}) => (await api.call('POST', '/campaigns', { ...draft(), ...changes })).body;
const FINAL = [
  'queued',
  'sending',
  'deferred',
  'delivered',
  'bounced',
  'expired',
  'suppressed',
  'canceled',
  'unconfirmed',
];

test('a campaign is drafted, counted, sent, and shows its recipients', async () => {
  const made = await api.call('POST', '/campaigns', draft());
  expect(made).toMatchObject({
    status: 201,
    body: { id: expect.stringMatching(/^cmp_/), status: 'draft', from: draft().from, list_ids: [listId], text: null },
  });
  const { id } = made.body;
  const audience = await api.call('GET', `/campaigns/${id}/audience`);
  expect(audience.body).toMatchObject({
    total: 5,
    sendable: 4,
    excluded: { unsubscribed: 1, suppressed: 0, duplicate: 0 },
  });
  const sent = await api.call('POST', `/campaigns/${id}/send`, { approval: audience.body.approval });
  expect(sent).toMatchObject({ status: 202, body: { id, status: 'planning', counts: { planned: 4, queued: 4 } } });
  expect(api.wakes.plans).toContain(parseId('campaign', id));
  expect((await api.call('POST', `/campaigns/${id}/send`)).status).toBe(409);
  expect((await api.call('PATCH', `/campaigns/${id}`, { name: 'Late' })).status).toBe(409);

  await planCampaign(api.world.engine, { ...api.world.config }, parseId('campaign', id)!, async () => {});
  const shown = await api.call('GET', `/campaigns/${id}`);
  expect(Object.keys(shown.body.counts)).toHaveLength(14);
  const { planned, ...counts } = shown.body.counts;
  expect(FINAL.reduce((sum, name) => sum + counts[name], 0)).toBe(planned);

  const first = await api.call('GET', `/campaigns/${id}/recipients?status=queued&limit=3`);
  const rest = await api.call('GET', `/campaigns/${id}/recipients?limit=3&cursor=${first.body.next_cursor}`);
  const all = [...first.body.data, ...rest.body.data];
  expect(all.map((one) => one.email).sort()).toEqual([1, 2, 3, 4].map((n) => `p${n}@shop.example`));
  expect((await api.call('GET', `/campaigns/${id}/recipients?status=bounced`)).body.data).toEqual([]);
  const message = await api.call('GET', `/emails/${all[0].id}`);
  expect(message.body).toMatchObject({ id: all[0].id, to: [all[0].email], campaign_id: id, status: 'queued' });
  expect((await api.call('GET', `/emails/${all[0].id}/events`)).body.data[0]).toMatchObject({
    type: 'email.accepted',
    email_id: all[0].id,
    campaign_id: id,
  });

  expect((await api.call('POST', `/campaigns/${id}/pause`)).body.status).toBe('paused');
  expect((await api.call('POST', `/campaigns/${id}/pause`, {})).status).toBe(409);
  expect((await api.call('POST', `/campaigns/${id}/resume`)).body.status).toBe('sending');
  expect((await api.call('POST', `/campaigns/${id}/cancel`)).body.status).toBe('canceled');
});

test('a campaign waits for its time and can be canceled before', async () => {
  const { id } = await create();
  const sent = await api.call('POST', `/campaigns/${id}/send`, { scheduled_at: '2099-01-01T00:00:00Z' });
  expect(sent.body).toMatchObject({ status: 'scheduled', scheduled_at: '2099-01-01T00:00:00.000Z' });
  expect((await api.call('POST', `/campaigns/${id}/cancel`)).body.status).toBe('canceled');
});

test('a draft is changed in part and listed newest first', async () => {
  const { id } = await create({ tags: { season: 'spring' } });
  const changed = await api.call('PATCH', `/campaigns/${id}`, { subject: 'New', reply_to: 'a@aozora.example' });
  expect(changed.body).toMatchObject({ subject: 'New', reply_to: 'a@aozora.example', tags: { season: 'spring' } });
  const listed = await api.call('GET', '/campaigns?status=draft&limit=1');
  expect(listed.body.data[0]).toEqual(changed.body);
});

test('a test goes out beside the numbers', async () => {
  const { id } = await create();
  const sent = await api.call('POST', `/campaigns/${id}/test`, { to: ['me@aozora.example'] });
  expect(sent.status).toBe(202);
  const message = await api.call('GET', `/emails/${sent.body.data[0].id}`);
  expect(message.body).toMatchObject({ to: ['me@aozora.example'], campaign_id: id });
  expect((await api.call('POST', `/campaigns/${id}/test`, { to: ['x'] })).body.errors[0].path).toBe('to.0');
});

test.each([
  [{ from: 'a@hotaru.example' }, 'from'],
  [{ subject: '{{ name | nope }}' }, 'subject'],
  [{ html: '{% if %}' }, 'html'],
  [{ list_ids: ['lst_000000000000'] }, 'list_ids.0'],
  [{ html: undefined }, 'html'],
  [{ name: '' }, 'name'],
])('a draft that could never be sent is refused: %j', async (change, path) => {
  const refused = await api.call('POST', '/campaigns', { ...draft(), ...change });
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0].path).toBe(path);
});
