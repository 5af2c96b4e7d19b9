import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleMta } from '../testing/bundle-mta.ts';
import { openCluster } from './open-cluster.ts';
import { openRedis } from './open-redis.ts';
import { runRound } from './run-round.ts';
import { FULL_DISK } from './small-disk.ts';
import { whyNot } from './strokes.ts';

const PEOPLE = 30;
const TIMEOUT = { timeout: 300_000 };
const ROUNDS = [
  ['two workers, and the clock of one goes back'],
  ['two workers, asleep after the dot', 'the clock goes ahead'],
  ['Postgres silent', 'Postgres killed'],
  ['unreadable messages', 'poisoned jobs'],
];

let cluster: Awaited<ReturnType<typeof openCluster>>;
let mta: Awaited<ReturnType<typeof bundleMta>>;
beforeAll(async () => {
  mta = await bundleMta();
  cluster = await openCluster();
});
afterAll(async () => {
  await cluster.close();
  mta.close();
});

describe('in trouble, nobody is lost, nobody gets bulk twice, and all of it goes on by itself', () => {
  test.for(ROUNDS.map((strokes, at) => ({ seed: at + 1, strokes, name: strokes.join(', ') })))(
    '$name',
    TIMEOUT,
    async ({ seed, strokes }) => {
      const round = await runRound(seed, { cluster, program: mta.program, people: PEOPLE }, strokes);
      expect(round.broken).toEqual([]);
      expect(round.strokes).toEqual(strokes);
    },
  );
});

test(
  'without room on the disk claims stop, what is open is finished, and all goes on when there is room',
  TIMEOUT,
  async ({ skip }) => {
    const reason = whyNot(FULL_DISK);
    if (reason) return skip(reason);
    const { broken } = await runRound(5, { cluster, program: mta.program, people: PEOPLE }, [FULL_DISK]);
    expect(broken).toEqual([]);
  },
);

test('with Redis: emptied, gone with all that it held, and the worker killed', TIMEOUT, async ({ skip }) => {
  const redis = await openRedis();
  if (!redis) return skip('there is no redis-server on this machine');
  try {
    const strokes = ['Redis flushed', 'Redis away', 'before the commit', 'after the dot'];
    const { broken } = await runRound(6, { cluster, redis, program: mta.program, people: PEOPLE }, strokes);
    expect(broken).toEqual([]);
  } finally {
    await redis.close();
  }
});
