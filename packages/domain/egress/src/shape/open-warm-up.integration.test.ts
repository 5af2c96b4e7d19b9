import { openMemoryLimits } from '@hikyaku/queue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { NO_RATES } from './egress-rates.ts';
import { impose } from './imposed-limits.ts';
import { openGate, openSiteNews } from './open-gate.ts';
import { openWarmUp, type WarmUp } from './open-warm-up.ts';
import { openPermits } from './permits.ts';
import { openShaping, type Shaping } from './shaping.ts';

const YOUNG = '192.0.2.1';
const WARM = '192.0.2.2';
const DAY_MS = 86_400_000;

let rig: Awaited<ReturnType<typeof openRig>>;
let shaping: Shaping;
let warmUp: WarmUp;
let siteId = 0;
// Noon of today, by a clock that the test moves; suspensions carry Postgres's own time.
let now = Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
beforeAll(async () => {
  rig = await openRig();
  shaping = await openShaping(rig.db, []);
  await rig.db.query('INSERT INTO warm_ups (source) VALUES ($1)', [YOUNG]);
  warmUp = await openWarmUp(rig.db, () => now);
  siteId = await rig.siteOf('yahoo');
});
afterAll(() => rig.close());

const MX = ['mta5.am0.yahoodns.net'];
const limits = openMemoryLimits(() => now);
const open = (egressIps: readonly string[]) =>
  openGate(
    { config: { egressIps, retryScale: 1 }, db: rig.db, limits, shaping, news: openSiteNews(), warmUp, log: rig.log },
    { id: siteId, key: 'yahoo', mx: MX, learned: null },
    { ...shaping.limitsOf({ key: 'yahoo', mx: MX }, undefined), perSecond: null },
  );

/** Sends until nothing may go, or `most` did. Answers how many left. */
async function send(egressIps: readonly string[], most: number): Promise<{ sent: number; from: string | undefined }> {
  const gate = await open(egressIps);
  if (gate.closedMs > 0) return { sent: 0, from: undefined };
  const permits = openPermits(
    { limits, log: rig.log },
    { siteId, limits: gate.limits, rates: NO_RATES, allowance: gate.allowance },
  );
  let sent = 0;
  while (sent < most && (await permits.next(0))) sent += 1;
  await permits.close();
  return { sent, from: gate.limits.sources?.[0] };
}

test('the allowance of a day is never passed, by many drains at once, and grows on the next', async () => {
  const sent = await Promise.all(Array.from({ length: 6 }, () => send([YOUNG], 30)));
  expect(sent.reduce((sum, one) => sum + one.sent, 0)).toBeLessThanOrEqual(50);
  // What one gave back another may take.
  expect((await send([YOUNG], 100)).sent + sent.reduce((sum, one) => sum + one.sent, 0)).toBe(50);
  expect((await open([YOUNG])).closedMs).toBe(DAY_MS / 2);
  now += DAY_MS;
  expect(await send([YOUNG], 1_000)).toEqual({ sent: 100, from: YOUNG });
  now += DAY_MS;
  expect((await send([YOUNG], 1_000)).sent).toBe(250);
});

test('what is beyond the allowance takes a warm address of the pool', async () => {
  now += DAY_MS;
  expect(await send([YOUNG, WARM], 10)).toEqual({ sent: 10, from: YOUNG });
  expect((await send([YOUNG], 1_000)).sent).toBe(490);
  expect(await send([YOUNG, WARM], 1_000)).toEqual({ sent: 1_000, from: WARM });
});

test('growth is held for a day when more than a tenth was deferred', async () => {
  now += DAY_MS;
  const gate = await open([YOUNG]);
  expect((await send([YOUNG], 2_000)).sent).toBe(1_000);
  for (let n = 0; n < 101; n++) gate.refused({ code: 451, enhanced: '4.3.0', text: 'later' });
  const deferred = 'SELECT deferred::int AS deferred FROM warm_up_days ORDER BY day DESC LIMIT 1';
  await expect.poll(async () => (await rig.db.query<{ deferred: number }>(deferred))[0]?.deferred).toBe(101);
  now += DAY_MS;
  expect((await send([YOUNG], 5_000)).sent).toBe(1_000);
  now += DAY_MS;
  expect((await send([YOUNG], 5_000)).sent).toBe(2_500);
});

test('a suspension by a rule holds it too', async () => {
  const source = '192.0.2.9';
  await rig.db.query('INSERT INTO warm_ups (source) VALUES ($1)', [source]);
  await warmUp.reload();
  const before = now;
  now = Date.now();
  expect((await send([source], 1_000)).sent).toBe(50);
  const limit = {
    rule: 'yahoo-TSS04',
    source,
    tenantId: 0,
    campaignId: 0,
    connections: null,
    perMinute: null,
    why: '',
  };
  await impose(rig.db, siteId, { ...limit, suspended: true }, 1);
  now += DAY_MS;
  expect((await send([source], 1_000)).sent).toBe(50);
  now += DAY_MS;
  expect((await send([source], 1_000)).sent).toBe(100);
  now = before;
});
