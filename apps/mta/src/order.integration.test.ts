import {
  auditLedger,
  type CampaignCounts,
  cancelCampaign,
  countCampaign,
  pauseCampaign,
  resumeCampaign,
  sweepCanceled,
} from '@hikyaku/campaign';
import { type TenantScope, withTenant } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCampaign } from './testing/launch-campaign.ts';
import { openReceiver } from './testing/open-receiver.ts';
import { openRig } from './testing/open-rig.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
const SLOW = { timeout: 25_000 };

/** Recipients at whose final dot the receiver waits, and how to end that. */
const held = new Map<string, { after: Promise<void>; go: () => void; arrived: Promise<void>; arrive: () => void }>();
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open] as const;
};
const hold = (rcptTo: string) => {
  const [after, go] = gate();
  const [arrived, arrive] = gate();
  const one = { after, go, arrived, arrive };
  held.set(rcptTo, one);
  return one;
};

beforeAll(async () => {
  receiver = await openReceiver((step, rcptTo) => {
    const one = step === 'dot' ? held.get(rcptTo) : undefined;
    one?.arrive();
    return one && { say: '250 2.0.0 taken\r\n', after: one.after };
  });
  // Names of the same server on loopback: each is a site of its own.
  const site = (name: string, connections: number, address: string) =>
    `${name}.test=${address}:${receiver.port};connections=${connections}`;
  rig = await openRig({
    env: { HIKYAKU_ROUTES: [site('one', 1, '127.0.0.1'), site('four', 4, 'localhost')].join(',') },
  });
});
afterAll(async () => {
  for (const one of held.values()) one.go();
  await rig.close();
  await receiver.close();
});

const people = (prefix: string, domain: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ email: `${prefix}${n}@${domain}`, name: `${n}` }));
const counts = (id: number, scope: TenantScope = rig.scope): Promise<CampaignCounts> =>
  withTenant(rig.app, scope, async (sql) => (await countCampaign(sql, id))!);
const arrivals = (prefix: string) => receiver.received.filter((one) => one.rcptTo.startsWith(prefix));

test('what arrives during a drain leaves at once, with no sweeper to find it', async () => {
  const first = hold('first@one.test');
  await rig.send('first@one.test', { wakes: true });
  await first.arrived;
  await rig.send('second@one.test', { wakes: true });
  first.go();
  await expect.poll(() => arrivals('second').length, SLOW).toBe(1);
});

test('pause holds what is not being sent, resume goes on, and everybody gets it once', async () => {
  const id = await launchCampaign(rig, people('pause', 'one.test', 20));
  const first = hold('pause0@one.test');
  await rig.plan(id, 5);
  await first.arrived;
  const paused = await withTenant(rig.app, rig.scope, (sql) => pauseCampaign(sql, id));
  expect(paused).toMatchObject({ ok: true });
  first.go();
  await expect.poll(async () => (await counts(id)).sending, SLOW).toBe(0);
  await rig.egress.sweep();
  expect(await counts(id)).toMatchObject({ planned: 20, queued: 15, sending: 0, delivered: 5 });
  expect(arrivals('pause')).toHaveLength(5);

  const resumed = await withTenant(rig.app, rig.scope, (sql) => resumeCampaign(sql, id));
  if (!resumed.ok) throw new Error(resumed.detail);
  await rig.egress.wakeSites(resumed.value.sites);
  await expect.poll(async () => (await counts(id)).delivered, SLOW).toBe(20);
  expect(new Set(arrivals('pause').map((one) => one.rcptTo)).size).toBe(20);
  expect(arrivals('pause')).toHaveLength(20);
});

test('cancel lets what is being sent finish and cancels the rest, counted exactly', async () => {
  const id = await launchCampaign(rig, people('cancel', 'one.test', 20));
  const first = hold('cancel0@one.test');
  await rig.plan(id, 5);
  await first.arrived;
  const canceled = await withTenant(rig.app, rig.scope, (sql) => cancelCampaign(sql, id));
  expect(canceled).toMatchObject({ ok: true });
  await sweepCanceled(rig.db, id);
  expect(await counts(id)).toMatchObject({ planned: 20, queued: 0, sending: 5, canceled: 15 });
  first.go();
  await expect.poll(async () => (await counts(id)).sending, SLOW).toBe(0);
  expect(await counts(id)).toMatchObject({ planned: 20, delivered: 5, canceled: 15, queued: 0 });
  expect(arrivals('cancel')).toHaveLength(5);
});

test('transactional mail does not wait for bulk that holds every connection it may have', async () => {
  const id = await launchCampaign(rig, people('bulk', 'four.test', 12));
  const all = people('bulk', 'four.test', 12).map(({ email }) => hold(email));
  await rig.plan(id, 1);
  await Promise.race(all.map((one) => one.arrived));
  await expect.poll(() => arrivals('bulk').length, SLOW).toBe(3);
  await rig.send('reset@four.test', { wakes: true });
  await expect.poll(() => arrivals('reset').length, SLOW).toBe(1);
  expect((await counts(id)).delivered).toBe(0);
  for (const one of all) one.go();
  await expect.poll(async () => (await counts(id)).delivered, SLOW).toBe(12);
});

test('mail that comes while a connection waits for a slow answer takes another', async () => {
  const slow = hold('slow@four.test');
  await rig.send('slow@four.test', { wakes: true });
  await slow.arrived;
  await rig.send('quick@four.test');
  await rig.egress.sweep();
  await expect.poll(() => arrivals('quick').length, SLOW).toBe(1);
  slow.go();
});

test('at one limited site a tenant with five people does not wait for a tenant with fifty', async () => {
  const small = await rig.addTenant('midori.test');
  const large = await launchCampaign(rig, people('large', 'one.test', 50));
  const first = hold('large0@one.test');
  await rig.plan(large, 5);
  await first.arrived;
  const little = await launchCampaign({ app: rig.app, scope: small }, people('small', 'one.test', 5), {
    from: 'news@midori.test',
  });
  await rig.plan(little, 5);
  first.go();
  await expect.poll(async () => (await counts(large)).delivered, SLOW).toBe(50);
  expect((await counts(little, small)).delivered).toBe(5);
  const turns = receiver.received.filter((one) => /^(large|small)/.test(one.rcptTo)).map((one) => one.rcptTo[0]);
  expect(turns.slice(0, 10).join('')).toBe('lllllsssss');
});

test('after all of it everybody is accounted for', async () => {
  await rig.until(async () => (await rig.db.query('SELECT 1 FROM batches')).length === 0);
  expect(await auditLedger(rig.db)).toEqual([]);
});
