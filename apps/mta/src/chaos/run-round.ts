import { countCampaign } from '@hikyaku/campaign';
import { withTenant } from '@hikyaku/db';
import type { SpawnedMta } from '../testing/spawn-mta.ts';
import { type Account, checkGround } from './check-ground.ts';
import type { Ground } from './open-ground.ts';
import { openStage, type Stage } from './open-stage.ts';
import { drawStrokes, STROKES, whyNot } from './strokes.ts';
import type { Surroundings } from './surroundings.ts';
import { unlessAway } from './unless-away.ts';
import { NeverCame, until } from './until.ts';

export type Round = Account & {
  readonly seed: number;
  readonly strokes: readonly string[];
  readonly kills: number;
  readonly people: number;
  readonly ms: number;
};

/**
 * Plays one round: strokes of this seed one after the other, each into mail that has just been accepted, a new start
 * after each; then lets everybody come to an end and draws up the account.
 */
export async function runRound(seed: number, around: Surroundings, drawn = drawStrokes(seed, around)): Promise<Round> {
  const began = performance.now();
  const strokes = drawn.filter((stroke) => !whyNot(stroke));
  const stage = await openStage(seed, around, strokes);
  const { ground, mta } = stage;
  const watch = watchSums(ground);
  let account: Account = { delivered: 0, unconfirmed: 0, duplicates: 0, broken: [] };
  const broken: string[] = [];
  try {
    await play(stage, strokes);
    await mta.close();
    account = await checkGround(ground);
  } catch (error) {
    if (!(error instanceof NeverCame)) throw error;
    account = await checkGround(ground);
    broken.push(error.message);
  } finally {
    broken.push(...stage.broken, ...(await watch.close()));
    await stage.close();
  }
  const people = ground.bulk.length + ground.transactional.length;
  const ms = Math.round(performance.now() - began);
  return { ...account, seed, strokes, kills: stage.kills, people, ms, broken: [...broken, ...account.broken] };
}

async function play(stage: Stage, strokes: readonly string[]): Promise<void> {
  const { ground, mta } = stage;
  for (const stroke of strokes) {
    await until('a worker that is ready', async () => {
      revive(mta);
      return mta.isReady();
    });
    await STROKES[stroke]!(stage);
    revive(mta);
  }
  await until(
    'the end of all mail',
    async () => {
      revive(mta);
      await ground.wake();
      return (await unlessAway(countOpen(ground))) === 0;
    },
    { everyMs: 150 },
  );
}

/** As the supervisor does: a worker that could not start while Postgres was away is started again. */
function revive(mta: SpawnedMta): void {
  if (!mta.isRunning()) mta.start();
}

async function countOpen({ db }: Ground): Promise<number> {
  const [row] = await db.query<{ open: number }>(
    `SELECT (SELECT count(*) FROM deliveries WHERE state < 2)::int + (SELECT count(*) FROM batches)::int
       + (SELECT count(*) FROM campaign_chunks)::int AS open`,
  );
  return row!.open;
}

/** Adds up every campaign again and again while a round is played: planned is the sum of its states at each moment. */
function watchSums({ app, scope, campaigns }: Ground) {
  const broken = new Set<string>();
  let over = false;
  const look = async () => {
    while (!over) {
      for (const id of campaigns) {
        const counts = await unlessAway(withTenant(app, scope, (sql) => countCampaign(sql, id)));
        if (!counts) continue;
        const { planned, queued, sending, deferred, delivered, bounced, expired, suppressed, canceled, unconfirmed } =
          counts;
        const sum = queued + sending + deferred + delivered + bounced + expired + suppressed + canceled + unconfirmed;
        if (sum !== planned) broken.add(`campaign ${id}: planned ${planned}, its states add up to ${sum}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const looking = look();
  return {
    async close(): Promise<readonly string[]> {
      over = true;
      await looking;
      return [...broken];
    },
  };
}
