import { listCampaignFacts, planCampaign } from '@hikyaku/campaign';
import { mintTenantScope, parseId, withTenant } from '@hikyaku/db';
import { recordEvents } from '@hikyaku/events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';

let api: TestApi;
let listId: string;
beforeAll(async () => {
  api = await openTestApi();
  listId = (await api.call('POST', '/lists', { name: 'People' })).body.id;
  await api.call('POST', '/contacts/batch', [
    { email: 'a@shop.example', list_ids: [listId] },
    { email: 'b@shop.example', list_ids: [listId] },
  ]);
});
afterAll(() => api.close());

const html =
  '<a href="https://shop.example/a">a</a><a href="https://shop.example/?n={{ name }}">b</a><a href="{{ unsubscribe_url }}">u</a>';
const draft = (more = {}) => ({
  name: 'Spring',
  from: 'news@aozora.example',
  subject: 'Hi',
  html,
  list_ids: [listId],
  ...more,
});
const contentOf = async (table: 'campaigns' | 'messages', id: number) => {
  const [row] = await api.owner.query<{ html: string; track_opens: boolean; links: string[] | null }>(
    `SELECT k.html, k.track_opens, k.links FROM ${table} x JOIN contents k ON k.id = x.content_id WHERE x.id = $1`,
    [id],
  );
  return row!;
};

test('a campaign is followed unless it says otherwise, and tells who clicked which link', async () => {
  const made = await api.call('POST', '/campaigns', draft());
  expect(made.body).toMatchObject({ track_opens: true, track_clicks: true });
  const { id } = made.body;
  expect((await api.call('GET', `/campaigns/${id}/links`)).body).toEqual({ data: [], next_cursor: null });
  await api.call('POST', `/campaigns/${id}/send`);
  const campaignId = parseId('campaign', id)!;
  await planCampaign(api.world.engine, { ...api.world.config }, campaignId, async () => {});
  const urls = ['https://shop.example/a', 'https://shop.example/?n={{ name }}'];
  expect(await contentOf('campaigns', campaignId)).toMatchObject({ track_opens: true, links: urls });

  const people = (await api.call('GET', `/campaigns/${id}/recipients`)).body.data;
  const [tenant] = await api.owner.query<{ id: number }>('SELECT tenant_id AS id FROM campaigns WHERE id = $1', [
    campaignId,
  ]);
  const click = (email: string, link: number, machine = false) => ({
    deliveryId: parseId('message', people.find((one: { email: string }) => one.email === email).id)!,
    tenantId: tenant!.id,
    campaignId,
    type: 'email.clicked' as const,
    data: { url: 'https://shop.example/', link, machine },
  });
  await recordEvents(api.owner, [
    click('a@shop.example', 1),
    click('a@shop.example', 1),
    click('b@shop.example', 1),
    click('b@shop.example', 2),
    click('b@shop.example', 2, true),
  ]);
  expect((await api.call('GET', `/campaigns/${id}/links`)).body.data).toEqual([
    { url: urls[0], clicks: 3, recipients: 2 },
    { url: urls[1], clicks: 1, recipients: 1 },
  ]);
  const clicked = await withTenant(api.world.app, mintTenantScope(tenant!.id, 'test'), (sql) =>
    listCampaignFacts(sql, { id: campaignId, fact: 'clicked', limit: 1 }),
  );
  expect(clicked).toMatchObject({ rows: [{ status: 'queued' }], nextCursor: expect.any(Number) });
  const events = await api.call('GET', `/events?type=email.clicked&campaign_id=${id}`);
  expect(events.body.data).toHaveLength(4);
  expect(events.body.data[0]).toMatchObject({ url: 'https://shop.example/', data: { link: 2, machine: false } });
  expect((await api.call('GET', '/campaigns/cmp_000000000000/links')).status).toBe(404);
});

test('what is switched off is not followed, and switching it asks for another approval', async () => {
  const { id } = (await api.call('POST', '/campaigns', draft({ track_opens: false }))).body;
  const { approval } = (await api.call('GET', `/campaigns/${id}/audience`)).body;
  const changed = await api.call('PATCH', `/campaigns/${id}`, { track_clicks: false });
  expect(changed.body).toMatchObject({ track_opens: false, track_clicks: false });
  expect((await api.call('POST', `/campaigns/${id}/send`, { approval })).status).toBe(409);
  expect((await api.call('POST', `/campaigns/${id}/send`)).status).toBe(202);
  expect(await contentOf('campaigns', parseId('campaign', id)!)).toEqual({ html, track_opens: false, links: null });
});

test('a message is followed when it says so', async () => {
  const send = async (more: object) => {
    const body = { from: 'a@aozora.example', to: 'x@shop.example', subject: 's', html, ...more };
    const sent = await api.call('POST', '/emails', body);
    expect(sent.status).toBe(202);
    return contentOf('messages', parseId('message', sent.body.id)!);
  };
  expect(await send({})).toEqual({ html: null, track_opens: false, links: null });
  expect(await send({ track_clicks: true, track_opens: true })).toMatchObject({
    track_opens: true,
    links: ['https://shop.example/a', 'https://shop.example/?n={{ name }}'],
  });
  expect(await send({ html: undefined, text: 'x', track_opens: true })).toEqual({
    html: null,
    track_opens: false,
    links: null,
  });
});
