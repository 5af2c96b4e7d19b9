import type { Act, Script, Step } from '../testing/open-receiver.ts';
import { type SpawnedMta, spawnMta } from '../testing/spawn-mta.ts';
import { type Held, holdTable } from './hold-table.ts';
import { makeScript, offerPipelining } from './make-script.ts';
import { type Ground, openGround } from './open-ground.ts';
import { openRandom, type Random } from './open-random.ts';
import { FULL_DISK } from './small-disk.ts';
import type { Surroundings } from './surroundings.ts';
import { until } from './until.ts';

/** What a stroke plays with. */
export type Stage = {
  readonly ground: Ground;
  readonly around: Surroundings;
  readonly random: Random;
  readonly mta: SpawnedMta;
  /** How often a worker was killed so far. */
  kills: number;
  /** Promises that a stroke saw broken. */
  readonly broken: string[];
  kill(): Promise<void>;
  /** Addresses that nobody had before: one in four at a receiver that behaves oddly. */
  people(count: number, kind: string): string[];
  /** Does `strike` at the moment at which a receiver reaches this step for the `count`th time from now on. */
  at(step: Step, count: number, strike: () => Act | undefined): Promise<void>;
  hold(table: string): Promise<Held>;
  close(): Promise<void>;
};

/** By how much a clock is wrong after somebody set it. */
const CLOCK_SHIFTS_MS = [10 * 60_000, 3_600_000, 3 * 86_400_000];

export async function openStage(seed: number, around: Surroundings, strokes: readonly string[]): Promise<Stage> {
  let watcher: Script | undefined;
  const watch: Script = (...at) => watcher?.(...at);
  const { cluster, redis, program } = around;
  const random = openRandom(seed, 'strokes');
  // A new database beside what an older one left in Redis looks like a restored backup: the mta would be held.
  await redis?.flush();
  const ground = await openGround({
    cluster,
    redisUrl: redis?.url,
    greet: offerPipelining(seed),
    script: makeScript(seed),
    watch,
    clockShiftMs: random.pick(CLOCK_SHIFTS_MS),
    smallDisk: strokes.includes(FULL_DISK),
  });
  const mta = await spawnMta(ground.environment, { program });
  let waves = 0;

  const stage: Stage = {
    ground,
    around,
    random,
    mta,
    kills: 0,
    broken: [],
    async kill() {
      stage.kills += 1;
      await mta.kill();
    },
    people(count, kind) {
      const wave = ++waves;
      return Array.from({ length: count }, (_, n) => {
        const domain = random.chance(0.25) ? `d${n % 5}.odd.test` : `d${n % 20}.test`;
        return `${kind}${wave}-${n}@${domain}`;
      });
    },
    at(step, count, strike) {
      let seen = 0;
      watcher = (reached) => {
        if (reached !== step || ++seen < count) return undefined;
        watcher = undefined;
        return strike();
      };
      return until(`step ${step} for the ${count}th time`, () => watcher === undefined);
    },
    hold: (table) => holdTable(ground.database.ownerUrl, ground.database.superUrl, table),
    async close() {
      await mta.kill();
      await ground.close();
    },
  };
  return stage;
}
