import { appendFileSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Held } from './hold-table.ts';
import type { Stage } from './open-stage.ts';
import { until } from './until.ts';

/** Plays one kill -9, at a moment that the database or a receiver sees. Afterwards no worker runs. */
export type Kill = (stage: Stage) => Promise<void>;

/** Asks for a campaign, and for a few transactional messages beside it. */
async function send(stage: Stage): Promise<void> {
  const { ground, random, around } = stage;
  await ground.accept(stage.people(random.whole(2, 6), 't'));
  await ground.launch(stage.people(around.people, 'b'));
  await ground.wake();
}

/** Kills while the worker stands before a table; what it had asked of it may still happen, or never. */
async function killBefore(stage: Stage, held: Held): Promise<void> {
  await held.reached();
  await stage.kill();
  if (stage.random.chance(0.5)) await held.turnAway();
  await held.release();
}

async function killAtWriteTo(stage: Stage, table: string): Promise<void> {
  const held = await stage.hold(table);
  await send(stage);
  await killBefore(stage, held);
}

/** Some messages into the wave, so that each kill meets another state. */
const somewhere = ({ random, around }: Stage) => random.whole(1, Math.max(1, Math.floor(around.people / 3)));

const killAt = async (stage: Stage, step: 'body' | 'dot', answers: boolean) => {
  const struck = stage.at(step, somewhere(stage), () => {
    void stage.kill();
    return answers ? undefined : 'silence';
  });
  await send(stage);
  await struck;
  await stage.mta.kill();
};

export const KILLS: Readonly<Record<string, Kill>> = {
  async 'before the claim'(stage) {
    await stage.ground.accept(stage.people(5, 't'));
    const held = await stage.hold('batches');
    await stage.ground.wake();
    await killBefore(stage, held);
  },
  async 'while planning'(stage) {
    await stage.ground.accept(stage.people(3, 't'));
    const held = await stage.hold('recipients');
    await stage.ground.launch(stage.people(stage.around.people, 'b'));
    await killBefore(stage, held);
  },
  'in the message': (stage) => killAt(stage, 'body', false),
  'before the dot': (stage) => killAtWriteTo(stage, 'intents'),
  'after the dot': (stage) => killAt(stage, 'dot', false),
  'as the answer leaves': (stage) => killAt(stage, 'dot', true),
  'before the commit': (stage) => killAtWriteTo(stage, 'attempts'),
  async 'in the commit'(stage) {
    const { owner } = stage.ground;
    // A commit that stands still at its end: the server finishes it although nobody is there to hear so.
    await owner.query(`CREATE OR REPLACE FUNCTION stand() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN LOCK TABLE stand IN ROW EXCLUSIVE MODE; RETURN NULL; END $$`);
    await owner.query('CREATE TABLE IF NOT EXISTS stand ()');
    await owner.query('GRANT ALL ON stand TO PUBLIC');
    await owner.query('DROP TRIGGER IF EXISTS stand ON campaign_deltas');
    await owner.query(`CREATE CONSTRAINT TRIGGER stand AFTER INSERT ON campaign_deltas
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.delivered > 0) EXECUTE FUNCTION stand()`);
    await killAtWriteTo(stage, 'stand');
  },
  async 'in the journal'(stage) {
    const slot = join(stage.ground.home, 'mta', '0');
    await until('the journal', () => journalsOf(slot).length > 0);
    const written = new Promise<void>((resolve) => {
      const sizes = () =>
        journalsOf(slot).reduce((sum, path) => sum + statSync(path, { throwIfNoEntry: false })!.size, 0);
      const before = sizes();
      const watcher = watch(slot, () => {
        if (sizes() === before) return;
        watcher.close();
        resolve();
      });
    });
    await send(stage);
    await written;
    await stage.kill();
    // As a crash of the machine may leave it: the beginning of a line that was never finished.
    if (stage.random.chance(0.5)) tearLastLine(slot);
  },
  async 'while it replays'(stage) {
    const held = await stage.hold('attempts');
    await send(stage);
    await held.reached();
    await stage.kill();
    await held.turnAway();
    stage.mta.start();
    await killBefore(stage, held);
  },
  async 'in the stop'(stage) {
    const struck = stage.at('dot', somewhere(stage), () => undefined);
    await send(stage);
    await struck;
    const held = await stage.hold(stage.random.pick(['attempts', 'batches']));
    const stopping = stage.mta.close();
    await killBefore(stage, held);
    await stopping;
  },
  async 'at the start'(stage) {
    await send(stage);
    await stage.kill();
    const held = await stage.hold('batches');
    stage.mta.start();
    await killBefore(stage, held);
  },
};

const journalsOf = (slot: string): string[] => {
  try {
    return readdirSync(slot)
      .filter((name) => name.startsWith('journal-'))
      .map((name) => join(slot, name));
  } catch {
    return [];
  }
};

function tearLastLine(slot: string): void {
  const last = journalsOf(slot).sort().at(-1);
  const line = last && readFileSync(last, 'utf8').trimEnd().split('\n').at(-1);
  if (line) appendFileSync(last, line.slice(0, Math.floor(line.length / 2)));
}
