import type { DrainJob } from '@hikyaku/submission';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { wakeDue } from './wake-due.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

test('sites with due work are woken, those of a tenant on hold only once it is released', async () => {
  const woken: DrainJob[] = [];
  const waker = {
    wake: async () => true,
    wakeJobs: async (jobs: readonly DrainJob[]) => {
      woken.push(...jobs.map(({ siteIds, stream, slot }) => ({ siteIds, stream, slot })));
      return true;
    },
    close: async () => {},
  };
  const world = await rig.world({ waker });
  const [due, ready] = [await rig.siteOf('mx:mx.due.example'), await rig.siteOf('mx:mx.ready.example')];
  await rig.addDue(due, ['a@due.example']);
  await rig.owner.query(
    'INSERT INTO batches (tenant_id, site_id, stream, queued) SELECT tenant_id, $1, 1, 1 FROM deliveries LIMIT 1',
    [ready],
  );
  await rig.owner.query("UPDATE tenants SET status = 'held' WHERE NOT is_system");
  await wakeDue(world);
  expect(woken).toEqual([]);
  await rig.owner.query("UPDATE tenants SET status = 'active'");
  await wakeDue(world);
  expect(woken.sort((a, b) => a.stream - b.stream)).toEqual([
    { siteIds: [due], stream: 0, slot: 0 },
    { siteIds: [ready], stream: 1, slot: 0 },
  ]);
});
