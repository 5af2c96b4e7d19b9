import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KILLS } from './chaos/kills.ts';
import { openCluster } from './chaos/open-cluster.ts';
import { runRound } from './chaos/run-round.ts';
import { bundleMta } from './testing/bundle-mta.ts';

/** Bulk recipients of each kill, beside a few transactional ones. */
const PEOPLE = 30;
const KILLS_WANTED = 40;
const NAMES = Object.keys(KILLS);
/** Each kill once first, once second, once third in a round. */
const ROUNDS = NAMES.map((name, at) => {
  const after = (steps: number) => NAMES[(at + steps) % NAMES.length]!;
  const strokes = [name, after(5), after(7)];
  return { seed: at + 1, strokes, name: strokes.join(', ') };
});

let cluster: Awaited<ReturnType<typeof openCluster>>;
let mta: Awaited<ReturnType<typeof bundleMta>>;
let kills = 0;
beforeAll(async () => {
  mta = await bundleMta();
  cluster = await openCluster();
});
afterAll(async () => {
  await cluster.close();
  mta.close();
});

describe('kill -9: nobody is lost, nobody gets bulk twice, a second copy is the same message and was said to be possible', () => {
  test.for(ROUNDS)('seed $seed: $name', { timeout: 300_000 }, async ({ seed, strokes }) => {
    const round = await runRound(seed, { cluster, program: mta.program, people: PEOPLE }, strokes);
    kills += round.kills;
    expect(round.broken).toEqual([]);
  });
});

test('that were forty kills', () => {
  expect(kills).toBeGreaterThanOrEqual(KILLS_WANTED);
});
