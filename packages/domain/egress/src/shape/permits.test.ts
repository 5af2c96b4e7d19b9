import { silentLog } from '@hikyaku/log';
import { openMemoryLimits } from '@hikyaku/queue';
import { expect, test } from 'vitest';
import { NO_RATES } from './egress-rates.ts';
import { openPermits, type PermitsOf } from './permits.ts';

const limits = {
  rule: 'google',
  provider: 'google',
  connections: 5,
  perConnection: 50,
  perSecond: null,
  tls: 'required',
  verifyTls: false,
  learnsUpTo: null,
} as const;

/** Drains at sites of one provider, before limits whose clock stands still. */
function openDrains() {
  const world = { limits: openMemoryLimits(() => 0), log: silentLog() };
  return (of: Partial<PermitsOf> = {}) => openPermits(world, { siteId: 1, limits, rates: NO_RATES, ...of });
}

type Permits = ReturnType<typeof openPermits>;

/** How many may go before one would have to wait. */
async function count(permits: Permits, most = 200): Promise<number> {
  for (let n = 0; n < most; n++) if (!(await permits.next(0))) return n;
  return most;
}

test('a site without any rate asks nobody', async () => {
  const permits = openDrains()();
  expect(permits.tryNext()).toBe(true);
  expect(await count(permits)).toBe(200);
});

test("a provider's rate holds over all its sites", async () => {
  const open = openDrains();
  const rates = { ...NO_RATES, providers: new Map([['google', 20]]) };
  expect(await count(open({ siteId: 1, rates }))).toBe(10);
  const other = open({ siteId: 2, rates });
  expect(await count(other)).toBe(0);
  expect(other.waitMs).toBe(50);
  expect(await count(open({ siteId: 3, rates, limits: { ...limits, provider: 'yahoo' } }))).toBe(200);
});

test("a tenant's rate narrows that tenant alone", async () => {
  const open = openDrains();
  const permits = open({ rates: { ...NO_RATES, tenants: new Map([[7, 4]]) } });
  permits.serve(7);
  expect(await count(permits)).toBe(2);
  permits.serve(8);
  expect(await count(permits)).toBe(200);
  permits.serve(7);
  expect(permits.tryNext()).toBe(false);
});

test('the rate of the installation holds for everybody, the narrowest counts', async () => {
  const open = openDrains();
  const rates = { ...NO_RATES, all: 40, tenants: new Map([[7, 10]]) };
  const permits = open({ rates, limits: { ...limits, perSecond: 100 } });
  permits.serve(7);
  expect(await count(permits)).toBe(5);
  permits.serve(8);
  expect(await count(permits)).toBe(15);
});
