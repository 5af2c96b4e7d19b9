import { withTenant } from '@hikyaku/db';
import { listEvents, listMessageEvents, listRecipientEvents } from '@hikyaku/events';
import { silentLog } from '@hikyaku/log';
import { openTrackingLinks } from '@hikyaku/submission';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { openTracker, type Tracker } from './open-tracker.ts';

const PERSON =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const LINKS = [
  'https://shop.example/1',
  'https://shop.example/2',
  'https://shop.example/{{ name }}',
  'https://shop.example/4',
];
const MERGED = 'https://shop.example/%E5%B1%B1';

let rig: Awaited<ReturnType<typeof openRig>>;
let trackers: Tracker[];
beforeAll(async () => {
  rig = await openRig();
  await rig.owner.query(
    "INSERT INTO webhooks (tenant_id, url, events, secret) VALUES ($1, 'https://hooks.example/', '{email.*}', '')",
    [rig.tenant.scope.tenantId],
  );
});
afterAll(() => rig.close());
beforeEach(async () => {
  await rig.takeDeltas();
  await rig.owner.query('DELETE FROM outbox');
  trackers = [];
});

const open = () => {
  const tracker = openTracker({ engine: rig.engine, keyring: rig.keyring, log: silentLog() });
  trackers.push(tracker);
  return tracker;
};
/** All that was noted is written. */
const written = () => Promise.all(trackers.map((tracker) => tracker.close()));

/** A recipient whose mail was delivered so many seconds ago. */
async function addRecipient(state: 'delivered' | 'unconfirmed' = 'delivered', seconds = 600) {
  const id = await rig.addRecipient(`p${Math.random().toString(36).slice(2)}@shop.example`, state);
  const [row] = await rig.owner.query<{ content_id: number }>(
    `WITH c AS (UPDATE contents SET links = $2 WHERE id = (SELECT content_id FROM recipients WHERE id = $1) RETURNING id)
     , a AS (INSERT INTO attempts (delivery_id, n, tenant_id, at, outcome)
       SELECT r.id, 1, r.tenant_id, now() - make_interval(secs => $3), d.state FROM recipients r JOIN deliveries d ON d.id = r.id WHERE r.id = $1)
     SELECT id AS content_id FROM c`,
    [id, LINKS, seconds],
  );
  const url = openTrackingLinks(rig.keyring).of('', row!.content_id, id);
  const fetch = (tracker: Tracker, path: string, agent = PERSON, method = 'GET') => {
    const [token, query] = path.slice('/t/'.length).split('?u=');
    return tracker.answer({ method, token: token!, target: query ?? null, headers: { 'user-agent': agent } });
  };
  return { id, url, fetch };
}
const namesOf = async (id: number) => (await rig.eventsOf(id)).map(({ type }) => type);
/** How many openings and clicks webhooks will hear of. */
const heard = async () => {
  const [row] = await rig.owner.query<{ n: number }>(
    'SELECT count(*) AS n FROM outbox o JOIN events e ON e.id = ANY (o.event_ids) WHERE e.type IN (9, 10)',
  );
  return row!.n;
};

test('a link leads where the content says, and the click is a fact with its address', async () => {
  const { id, url, fetch } = await addRecipient();
  const tracker = open();
  expect(await fetch(tracker, url(2))).toEqual({ kind: 'redirect', url: LINKS[1] });
  expect(await fetch(tracker, url(3, MERGED))).toEqual({ kind: 'redirect', url: MERGED });
  await written();
  expect(await rig.eventsOf(id)).toEqual([
    { type: 'opened', data: { by: 'click', user_agent: PERSON, machine: false } },
    { type: 'clicked', data: { url: LINKS[1], link: 2, user_agent: PERSON, machine: false } },
    { type: 'clicked', data: { url: MERGED, link: 3, user_agent: PERSON, machine: false } },
  ]);
  expect(await rig.takeDeltas()).toEqual({ opened: 1, clicked: 1 });
  expect(await heard()).toBe(3);
});

test('a link that was altered leads nowhere', async () => {
  const one = await addRecipient();
  const other = await addRecipient();
  const tracker = open();
  const signature = one.url(1).slice(-16);
  const [, , path] = one.url(1).split('/');
  const [content, recipient] = path!.split('.');
  for (const altered of [
    `/t/${content}.${recipient}.2.${signature}`,
    `/t/${content}.${other.id.toString(36)}.1.${signature}`,
    `/t/1.${recipient}.1.${signature}`,
    `${one.url(1)}?u=${Buffer.from('https://evil.example/').toString('base64url')}`,
    one.url(3, MERGED).replace(/u=.*/, `u=${Buffer.from('https://evil.example/').toString('base64url')}`),
    one.url(3, MERGED).replace(/\?.*/, ''),
    `${one.url(1)}x`,
    '/t/',
    // Signed, but the content has no such link.
    one.url(9),
  ]) {
    expect(await one.fetch(tracker, altered), altered).toEqual({ kind: 'unknown' });
  }
  await written();
  expect(await namesOf(one.id)).toEqual([]);
});

test('each recipient counts once, whoever repeats it, in two processes at a time', async () => {
  const { id, url, fetch } = await addRecipient();
  const [first, second] = [open(), open()];
  for (let n = 0; n < 5; n += 1) {
    for (const tracker of [first!, second!]) {
      expect(await fetch(tracker, url(0))).toEqual({ kind: 'picture' });
      await fetch(tracker, url(1));
    }
  }
  await written();
  expect(await rig.takeDeltas()).toEqual({ opened: 1, clicked: 1 });
  const names = await namesOf(id);
  expect(names.filter((name) => name === 'opened')).toHaveLength(1);
  expect(names.filter((name) => name === 'clicked')).toHaveLength(10);
  await rig.owner.query("UPDATE events SET at = at - interval '2 hours' WHERE delivery_id = $1", [id]);
  await fetch(open(), url(0));
  await written();
  expect((await namesOf(id)).filter((name) => name === 'opened')).toHaveLength(2);
  expect(await rig.takeDeltas()).toEqual({});
});

test('HEAD is answered and counts nothing', async () => {
  const { id, url, fetch } = await addRecipient();
  const tracker = open();
  expect(await fetch(tracker, url(1), PERSON, 'HEAD')).toEqual({ kind: 'redirect', url: LINKS[0] });
  expect(await fetch(tracker, url(0), PERSON, 'HEAD')).toEqual({ kind: 'picture' });
  await written();
  expect(await namesOf(id)).toEqual([]);
});

test('a scanner is led on, kept as a machine, and neither counted nor told', async () => {
  const named = await addRecipient();
  const hasty = await addRecipient('delivered', 0);
  const tracker = open();
  for (let n = 0; n < 3; n += 1) await named.fetch(tracker, named.url(1), 'Mimecast URL Protect');
  await named.fetch(tracker, named.url(0), 'Mimecast URL Protect');
  for (const number of [1, 2, 4]) await hasty.fetch(tracker, hasty.url(number));
  await written();
  for (const { id } of [named, hasty]) {
    expect((await rig.eventsOf(id)).every(({ data }) => data?.machine === true)).toBe(true);
    const read = <T>(run: (sql: Parameters<typeof listMessageEvents>[0]) => Promise<T>) =>
      withTenant(rig.engine, rig.tenant.scope, run);
    expect((await read((sql) => listRecipientEvents(sql, id))).some(({ type }) => type === 10)).toBe(true);
    expect((await read((sql) => listMessageEvents(sql, id))).some(({ type }) => type === 10)).toBe(false);
  }
  expect(await namesOf(named.id)).toEqual(['clicked', 'opened']);
  const feed = await withTenant(rig.engine, rig.tenant.scope, (sql) => listEvents(sql, { limit: 100 }));
  expect(feed.rows.some(({ delivery_id, type }) => delivery_id === hasty.id && type === 10)).toBe(false);
  expect(await rig.takeDeltas()).toEqual({});
  expect(await heard()).toBe(0);
});

test('a person who opens or clicks has got it: unconfirmed is settled, for a machine it is not', async () => {
  const [opened, clicked, scanned] = [
    await addRecipient('unconfirmed'),
    await addRecipient('unconfirmed'),
    await addRecipient('unconfirmed'),
  ];
  const tracker = open();
  await opened.fetch(tracker, opened.url(0));
  await clicked.fetch(tracker, clicked.url(1));
  await scanned.fetch(tracker, scanned.url(1), '');
  await written();
  expect(await Promise.all([opened, clicked, scanned].map(({ id }) => rig.stateOf(id)))).toEqual([
    'delivered',
    'delivered',
    'unconfirmed',
  ]);
  expect(await namesOf(clicked.id)).toEqual(['delivered', 'opened', 'clicked']);
  expect(await rig.takeDeltas()).toEqual({ unconfirmed: -2, delivered: 2, opened: 2, clicked: 1 });
});

test('who clicks is led on without the database, once the content is known; before, it is said that it is away', async () => {
  const { url, fetch } = await addRecipient();
  let away = false;
  const query = (...args: Parameters<typeof rig.engine.query>) => {
    if (away) throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    return rig.engine.query(...args);
  };
  const engine = { ...rig.engine, query } as typeof rig.engine;
  const tracker = openTracker({ engine, keyring: rig.keyring, log: silentLog() });
  away = true;
  expect(await fetch(tracker, url(1))).toEqual({ kind: 'away' });
  expect(await fetch(tracker, url(3, MERGED))).toEqual({ kind: 'redirect', url: MERGED });
  away = false;
  expect(await fetch(tracker, url(1))).toMatchObject({ kind: 'redirect' });
  away = true;
  expect(await fetch(tracker, url(2))).toEqual({ kind: 'redirect', url: LINKS[1] });
  await tracker.close();
});
