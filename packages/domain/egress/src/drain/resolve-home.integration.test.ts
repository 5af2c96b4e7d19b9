import { fixedResolver } from '@hikyaku/dns';
import { openMemoryLimits } from '@hikyaku/queue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { drain } from './drain.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

test('what comes to a site after its domain has moved, moves too: batches, held ones and due rows', async () => {
  // No connection is free at the new site: what came there can be looked at before it is sent.
  const limits = { ...openMemoryLimits(), acquireLease: async () => ({ ok: false, waitMs: 1_000 }) as const };
  const resolver = fixedResolver({ 'late.example': { mx: [{ exchange: 'mx.late.example', preference: 10 }] } });
  const world = await rig.world({ resolver, limits });
  const old = await rig.siteOf('domain:late.example');
  await rig.owner.query("INSERT INTO site_domains (domain, site_id) VALUES ('late.example', $1)", [old]);
  const visit = () => drain(world, { siteIds: [old], stream: 1, slot: 0 });
  await visit();
  const [moved] = await rig.owner.query<{ site_id: number }>(
    "SELECT site_id FROM site_domains WHERE domain = 'late.example'",
  );
  const home = moved!.site_id;
  expect(home).not.toBe(old);

  // A planner that had looked the domain up before the move commits after it.
  const [due] = await rig.addDue(old, ['due@late.example'], 1);
  await rig.owner.query(
    'INSERT INTO batches (tenant_id, site_id, stream, state, queued) VALUES (2, $1, 1, 0, 1), (2, $1, 1, 2, 1)',
    [old],
  );
  await visit();
  expect(await rig.owner.query('SELECT DISTINCT site_id FROM batches')).toEqual([{ site_id: home }]);
  expect(await rig.owner.query('SELECT site_id FROM deliveries WHERE id = $1', [due])).toEqual([{ site_id: home }]);
});
