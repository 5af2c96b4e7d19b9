import { mintTenantScope, withTenant } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planChunk } from '../plan/plan-chunk.ts';
import { drain } from '../testing/drain.ts';
import { openPools, WORLD } from '../testing/open-pools.ts';
import { seedCampaign } from '../testing/seed-campaign.ts';
import { listCampaignSites } from './list-campaign-sites.ts';

let db: Awaited<ReturnType<typeof openPools>>;
beforeAll(async () => {
  db = await openPools();
});
afterAll(() => db.close());

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test('beyond twelve sites the others are summed up', async () => {
  const { campaignId, tenantId } = await seedCampaign(db.owner, { people: 45, domains: 15, chunkSize: 45 });
  await planChunk(db.engine, WORLD, campaignId);
  const found = await withTenant(db.app, mintTenantScope(tenantId, 'user:1'), (sql) =>
    listCampaignSites(sql, campaignId),
  );
  expect(found.sites).toHaveLength(12);
  expect(found.others.sites).toBe(3);
  expect(sum(found.sites.map((site) => site.open)) + found.others.open).toBe(45);
});

test('each site says what is open, delivered, put off and being sent; nobody is left out', async () => {
  const { campaignId, tenantId } = await seedCampaign(db.owner, { people: 40, domains: 3, chunkSize: 40 });
  const read = (tenant = tenantId) =>
    withTenant(db.app, mintTenantScope(tenant, 'user:1'), (sql) => listCampaignSites(sql, campaignId));
  const nothing = { sites: 0, people: 0, open: 0, delivered: 0, connections: 0 };
  expect(await read()).toEqual({ sites: [], others: nothing });
  await planChunk(db.engine, WORLD, campaignId);
  const { sites: planned } = await read();
  expect(planned).toHaveLength(3);
  expect(sum(planned.map((site) => site.open))).toBe(40);

  const batch = (await db.engine.transaction((sql) => drain.claim(sql, campaignId)))!;
  await db.engine.transaction((sql) => drain.settle(sql, batch, 2, 4));
  await db.engine.transaction((sql) => drain.settle(sql, batch, 1, 2));
  const { sites, others } = await read();
  expect(others).toEqual(nothing);
  const busy = sites.filter((site) => site.connections > 0);
  expect(busy).toMatchObject([{ connections: 1, delivered: 4, deferred: 2 }]);
  expect(busy[0]!.open).toBe(busy[0]!.people - 4);
  expect(busy[0]!.nextAt).toBeInstanceOf(Date);
  expect(sum(sites.map((site) => site.people))).toBe(40);
  expect((await read(tenantId + 1_000_000)).sites).toEqual([]);
});
