import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KILLS } from './chaos/kills.ts';
import { openCluster } from './chaos/open-cluster.ts';
import { runRound } from './chaos/run-round.ts';

/** Bulk recipients of each kill, beside a few transactional ones. */
const PEOPLE = 30;

let cluster: Awaited<ReturnType<typeof openCluster>>;
beforeAll(async () => {
  cluster = await openCluster();
});
afterAll(async () => {
  await cluster.close();
});

describe('kill -9: nobody is lost, nobody gets bulk twice, and a second copy is the same message', () => {
  const ALL = Object.keys(KILLS);
  test.for(ALL.map((name, at) => ({ name, seed: at + 1, strokes: [name, ALL[(at + 5) % ALL.length]!] })))(
    '$name',
    { timeout: 180_000 },
    async ({ seed, strokes }) => {
      const { broken } = await runRound(seed, { cluster, people: PEOPLE }, strokes);
      expect(broken).toEqual([]);
    },
  );
});
