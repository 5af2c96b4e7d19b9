import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { openLearner } from './learn-connections.ts';
import { openShaping, type Shaping } from './shaping.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
let shaping: Shaping;
beforeAll(async () => {
  rig = await openRig();
  shaping = await openShaping(rig.db, [{ match: '*', host: 'smart.example', port: 25 }]);
});
afterAll(() => rig.close());

const limitsOf = async (siteId: number) => {
  const [site] = await rig.db.query<{ key: string; mx: string[]; learned: number | null }>(
    'SELECT key, mx, learned FROM sites WHERE id = $1',
    [siteId],
  );
  return shaping.limitsOf(site!, 'a.test');
};
const open = async (siteId: number) => {
  const { connections, learnsUpTo } = await limitsOf(siteId);
  return openLearner(rig, siteId, connections, learnsUpTo);
};

test('a site begins with 2 connections and gets one more for each clean round, up to 10', async () => {
  const site = await rig.siteOf('mx:mx.stranger.test');
  const seen: number[] = [];
  for (let round = 0; round < 10; round++) {
    const learner = await open(site);
    seen.push(learner.width());
    await learner.cleanRound();
  }
  expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 10]);
  expect(await limitsOf(site)).toMatchObject({ rule: 'default', connections: 10 });
});

test('a connection that cannot be made halves them, once for a drain and never below one', async () => {
  const site = await rig.siteOf('mx:mx.weary.test');
  await rig.db.query('UPDATE sites SET learned = 9 WHERE id = $1', [site]);
  const seen: number[] = [];
  for (let round = 0; round < 5; round++) {
    const learner = await open(site);
    await learner.failed();
    await learner.failed();
    await learner.cleanRound();
    seen.push(learner.width());
  }
  expect(seen).toEqual([4, 2, 1, 1, 1]);
});

test('drains that are at a site at once make one step together', async () => {
  const site = await rig.siteOf('mx:mx.busy.test');
  await rig.db.query('UPDATE sites SET learned = 8 WHERE id = $1', [site]);
  const learners = await Promise.all([1, 2, 3, 4].map(() => open(site)));
  await Promise.all(learners.map((one) => one.failed()));
  expect((await limitsOf(site)).connections).toBe(4);
});

test('a row of the table fixes them, and a route has its 50 from the start', async () => {
  const google = shaping.limitsOf({ key: 'google', mx: ['aspmx.l.google.com'], learned: 1 }, 'gmail.com');
  expect(google).toMatchObject({ connections: 5, learnsUpTo: null });
  const route = shaping.limitsOf({ key: 'route:smart.example:25', mx: [], learned: 1 }, 'a.test');
  expect(route).toMatchObject({ connections: 50, learnsUpTo: null });
});
