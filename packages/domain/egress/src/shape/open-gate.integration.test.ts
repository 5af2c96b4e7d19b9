import { testRedisUrl } from '@hikyaku/db/testing';
import { type Limits, openLimits } from '@hikyaku/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimBatch } from '../claim/claim-batch.ts';
import { openRig } from '../testing/open-rig.ts';
import { findImposed } from './imposed-limits.ts';
import { openGate, openSiteNews } from './open-gate.ts';
import { openWarmUp, type WarmUp } from './open-warm-up.ts';
import { openShaping, type Shaping } from './shaping.ts';

const TSS04 = { code: 421, enhanced: '4.7.0', text: '[TSS04] Messages from 192.0.2.1 temporarily deferred' };
const REPUTATION = { code: 451, enhanced: '4.7.650', text: 'temporarily rate limited due to IP reputation' };
const MANY_UNKNOWN = { code: 550, enhanced: '5.1.2', text: 'too many invalid recipients in this hour (limit 10)' };

let rig: Awaited<ReturnType<typeof openRig>>;
let shaping: Shaping;
let warmUp: WarmUp;
beforeAll(async () => {
  rig = await openRig();
  shaping = await openShaping(rig.db, []);
  warmUp = await openWarmUp(rig.db);
});
afterAll(() => rig.close());

describe.each(['postgres', 'redis'] as const)('answers counted in %s', (store) => {
  let limits: Limits;
  let siteId = 0;
  let round = 0;
  beforeAll(() => {
    const redisUrl = store === 'redis' ? testRedisUrl() : undefined;
    if (store === 'postgres' || redisUrl) limits = openLimits({ redisUrl, sql: rig.db, log: rig.log });
  });
  afterAll(() => limits?.close());
  beforeEach(async ({ skip }) => {
    if (store === 'redis' && !testRedisUrl()) skip('no redis-server');
    siteId = await rig.siteOf(`domain:${store}${++round}.example`);
  });

  /** The gate of a drain in a process of its own. */
  const open = (egressIps: readonly string[] = [], retryScale = 1) =>
    openGate(
      { config: { egressIps, retryScale }, db: rig.db, limits, shaping, news: openSiteNews(), warmUp, log: rig.log },
      { id: siteId, key: 'yahoo', mx: ['mta5.am0.yahoodns.net'], learned: null },
      shaping.limitsOf({ key: 'yahoo', mx: ['mta5.am0.yahoodns.net'] }, undefined),
    );

  test('a rule fires when all workers together have heard the answer often enough', async () => {
    const [one, other] = [await open(), await open()];
    one.refused(TSS04);
    expect(await one.isOpen()).toBe(true);
    other.refused(TSS04);
    expect(other.isQuiet()).toBe(false);
    expect(await other.isOpen()).toBe(false);
    const [imposed] = await findImposed(rig.db, siteId);
    expect(imposed).toMatchObject({ rule: 'yahoo-TSS04', suspended: true, source: '', tenantId: 0 });
    expect(imposed!.why).toContain('421 4.7.0 [TSS04]');
    expect(imposed!.leftMs / 60_000).toBeCloseTo(120, 0);
    expect((await open()).closedMs).toBeGreaterThan(0);
  });

  test('a suspension is multiplied by the retry scale and ends by itself', async () => {
    const gate = await open([], 0.000_01);
    for (let n = 0; n < 2; n++) gate.refused(TSS04);
    await gate.isOpen();
    const closed = await open([], 0.000_01);
    expect(closed.closedMs).toBeLessThanOrEqual(72);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await open([], 0.000_01)).closedMs).toBe(0);
  });

  test('the source that was refused is avoided, and used narrowly when there is no other', async () => {
    const gate = await open(['192.0.2.1']);
    gate.refused(REPUTATION);
    expect(await gate.isOpen()).toBe(false);
    expect((await open(['192.0.2.1', '192.0.2.2'])).limits).toMatchObject({ sources: ['192.0.2.2'], connections: 5 });
    expect((await open(['192.0.2.1'])).limits).toMatchObject({ connections: 1, perSecond: 1 / 60 });
  });

  test("a tenant's fault stops that tenant there and nobody else", async () => {
    const ids = await rig.addDue(siteId, [`a@${store}${round}.example`]);
    const gate = await open();
    gate.serve({ tenantId: rig.tenantId, campaignId: 0 });
    for (let n = 0; n < 3; n++) gate.refused(MANY_UNKNOWN);
    expect(await gate.isOpen()).toBe(false);
    expect((await open()).closedMs).toBe(0);
    const terms = { siteId, stream: 0, worker: 'w', leaseMs: 60_000, size: 10, afterTenant: 0 };
    expect(await claimBatch(rig.db, terms)).toBeNull();
    expect(await rig.stateOf(ids[0]!)).toBe(0);
    await rig.db.query('UPDATE site_limits SET until = now() WHERE site_id = $1', [siteId]);
    expect((await claimBatch(rig.db, terms))?.recipients).toHaveLength(1);
  });

  test('an answer that no rule is about changes nothing', async () => {
    const gate = await open();
    for (let n = 0; n < 10; n++) gate.refused({ code: 550, enhanced: '5.1.1', text: 'no such user' });
    expect(gate.isQuiet()).toBe(true);
    expect(await findImposed(rig.db, siteId)).toEqual([]);
  });
});
