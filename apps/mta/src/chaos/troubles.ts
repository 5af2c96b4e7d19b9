import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWakeQueue } from '@hikyaku/queue';
import type { Step } from '../testing/open-receiver.ts';
import { spawnMta } from '../testing/spawn-mta.ts';
import { freeze } from './freeze.ts';
import { holdAt } from './hold-at.ts';
import { LEASE_SECONDS } from './open-ground.ts';
import type { Stage } from './open-stage.ts';
import { strikeAt as answerAt, sendWave } from './send-wave.ts';
import { FULL_DISK, fillDisk, forbidGrowth } from './small-disk.ts';
import type { Stroke } from './stroke.ts';
import { until } from './until.ts';

const QUIET_MS = 400;
/** A signal has arrived by then. */
const SIGNAL_MS = 50;

/** Resolves when no receiver has taken anything for a while. */
async function quiet({ ground: { received } }: Stage): Promise<void> {
  let count = -1;
  while (count !== received.length) {
    count = received.length;
    await sleep(QUIET_MS);
  }
}

/** Half of the time the worker dies of it: what it knew and had not written down is gone. */
async function perhapsKill(stage: Stage): Promise<void> {
  if (stage.random.chance(0.5)) await stage.kill();
}

/** Sends a wave and does `strike` in the middle of it, while the receiver goes on as it does. */
const strikeAt = (stage: Stage, step: Step, strike: () => unknown) =>
  answerAt(stage, step, () => {
    strike();
    return undefined;
  });

/** The worker stands still for longer than its lease; another one takes its batches; then it goes on. */
async function outsleep(stage: Stage, onTaken: () => Promise<void> = async () => {}): Promise<void> {
  const { ground, around, mta } = stage;
  const first = workerOf(stage);
  const count = async (of: string) =>
    (await ground.db.query(`SELECT 1 FROM batches WHERE state = 1 AND worker ${of}`, [first])).length;
  await until('the end of the lease', async () => (await count('= $1 AND lease_until > now()')) === 0);
  const second = await spawnMta({ ...ground.environment, HIKYAKU_HOME: join(ground.home, 'second') }, around);
  await until('the second worker', async () => (await count('= $1')) === 0);
  await until('its claim', async () => {
    await ground.wake();
    return (await count('<> $1')) > 0;
  });
  await onTaken();
  await until('what it claimed', async () => (await count('<> $1')) === 0);
  mta.signal('SIGCONT');
  await quiet(stage);
  await second.close();
}

/** Falls asleep while its intents are on their way; they arrive, under a fence that is over, when another has the batch. */
async function outsleepWithIntents(stage: Stage, before: () => Promise<void>): Promise<void> {
  const held = await holdAt(stage.ground, {
    kind: 'TRIGGER',
    table: 'intents',
    clause: `BEFORE INSERT ON intents FOR EACH ROW WHEN (NEW.worker = '${workerOf(stage)}')`,
  });
  await sendWave(stage);
  await held.reached();
  await untilClaimed(stage);
  await before();
  stage.mta.signal('SIGSTOP');
  await outsleep(stage, held.release);
}

const workerOf = ({ ground }: Stage) => readFileSync(join(ground.home, 'mta', '0', 'worker'), 'utf8');

/** Resolves when bulk and transactional mail are both being sent. */
const untilClaimed = ({ ground }: Stage) =>
  until('claims of both streams', async () => {
    return (await ground.db.query('SELECT DISTINCT stream FROM batches WHERE state = 1')).length === 2;
  });

async function countClaimed({ ground }: Stage): Promise<number> {
  return (await ground.db.query('SELECT 1 FROM batches WHERE state = 1')).length;
}

export const TROUBLES: Readonly<Record<string, Stroke>> = {
  async 'two workers, asleep in the message'(stage) {
    await strikeAt(stage, 'body', () => stage.mta.signal('SIGSTOP'));
    await outsleep(stage);
  },
  async 'two workers, asleep after the dot'(stage) {
    await strikeAt(stage, 'dot', () => stage.mta.signal('SIGSTOP'));
    await outsleep(stage);
  },
  async 'two workers, asleep before the dot'(stage) {
    const held = await stage.hold('intents');
    await sendWave(stage);
    await held.reached();
    await untilClaimed(stage);
    stage.mta.signal('SIGSTOP');
    await held.release();
    await outsleep(stage);
  },
  'two workers, asleep before the intents': (stage) => outsleepWithIntents(stage, async () => {}),
  'two workers, and the clock of one goes back': (stage) =>
    outsleepWithIntents(stage, async () => {
      stage.mta.signal('SIGUSR2');
      await sleep(SIGNAL_MS);
    }),
  'the clock goes back': (stage) => strikeAt(stage, 'dot', () => stage.mta.signal('SIGUSR2')),
  'the clock goes ahead': (stage) => strikeAt(stage, 'dot', () => stage.mta.signal('SIGWINCH')),
  async 'Postgres silent'(stage) {
    let thaw = () => {};
    await strikeAt(stage, 'dot', () => {
      thaw = freeze(stage.around.cluster.pid());
    });
    await quiet(stage);
    await sleep(stage.random.whole(0, LEASE_SECONDS * 1_500));
    await perhapsKill(stage);
    thaw();
  },
  async 'Postgres killed'(stage) {
    const { cluster } = stage.around;
    await strikeAt(stage, 'dot', () => void process.kill(cluster.pid(), 'SIGQUIT'));
    await perhapsKill(stage);
  },
  async [FULL_DISK](stage) {
    const { ground, people } = stage;
    let makeRoom = () => {};
    await strikeAt(stage, 'dot', () => {
      makeRoom = ground.hasDisk ? fillDisk(ground.home) : forbidGrowth(stage.mta.pid());
    });
    await quiet(stage);
    await ground.plan(await ground.launch(people(stage.around.people, 'b')));
    await until('an end of claims', async () => {
      await ground.wake();
      await quiet(stage);
      return (await countClaimed(stage)) === 0;
    });
    const [row] = await ground.db.query('SELECT 1 FROM deliveries WHERE state = 0 LIMIT 1');
    if (!row) stage.broken.push('without room on the disk, claims went on');
    await perhapsKill(stage);
    makeRoom();
  },
  async 'poisoned jobs'(stage) {
    const { queue } = stage.ground;
    for (const [name, poison] of [
      ['drain-bulk', { siteIds: null }],
      ['drain-bulk', { siteIds: [2 ** 40], stream: 'x', slot: -1 }],
      ['drain-transactional', 'no job at all'],
      ['plan', { campaignId: 'x' }],
    ] as const) {
      const poisoned = openWakeQueue<unknown>(queue, name);
      await poisoned.wake(`poison ${JSON.stringify(poison)}`, poison);
      await poisoned.close();
    }
    await sendWave(stage);
  },
  async 'unreadable messages'(stage) {
    const { ground, people } = stage;
    const [broken, gone] = people(2, 'unreadable');
    // Nobody claims them before they are spoilt.
    const held = await stage.hold('batches');
    await ground.accept([broken!, gone!]);
    const [kept] = await ground.db.query<{ id: number }>('SELECT content_id AS id FROM recipients WHERE email = $1', [
      gone,
    ]);
    const setContent = (id: number) =>
      ground.owner.query('UPDATE recipients SET content_id = $1 WHERE email = $2', [id, gone]);
    await ground.owner.query(BREAK_CONTENT, [broken]);
    await setContent(0);
    await held.release();
    await sendWave(stage);
    // Each is set aside by itself: for good, or until somebody has put it right.
    await until('a reason for what is unreadable', async () => {
      const rows = await ground.db.query<{ state: number }>(REASONS_GIVEN, [[broken, gone]]);
      return rows.map(({ state }) => state).join() === '1,3';
    });
    await setContent(kept!.id);
  },
};

const BREAK_CONTENT = `UPDATE contents SET kind = 2, raw = NULL, html = NULL, text = '{% unfinished', subject = '{{ x'
  WHERE id = (SELECT content_id FROM recipients WHERE email = $1)`;
const REASONS_GIVEN = `SELECT DISTINCT d.state FROM deliveries d JOIN recipients r ON r.id = d.id JOIN attempts a ON a.delivery_id = d.id
  WHERE r.email = ANY ($1) AND a.reply LIKE 'the message could not be rendered: %' ORDER BY 1`;

/** Those that need a Redis. */
export const REDIS_TROUBLES: Readonly<Record<string, Stroke>> = {
  'Redis flushed': (stage) => strikeAt(stage, 'dot', () => void stage.around.redis!.flush()),
  async 'Redis away'(stage) {
    const redis = stage.around.redis!;
    await strikeAt(stage, 'dot', () => void redis.kill());
    await quiet(stage);
    await perhapsKill(stage);
    await redis.start();
  },
};
