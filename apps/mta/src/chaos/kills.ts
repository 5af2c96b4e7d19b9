import { appendFileSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { holdAt } from './hold-at.ts';
import type { Held } from './hold-table.ts';
import type { Stage } from './open-stage.ts';
import { sendWave, strikeAt } from './send-wave.ts';
import type { Stroke } from './stroke.ts';
import { until } from './until.ts';

/** Kills while the worker stands before a table; what it had asked of it may still happen, or never. */
async function killBefore(stage: Stage, held: Held): Promise<void> {
  await held.reached();
  await stage.kill();
  if (stage.random.chance(0.5)) await held.turnAway();
  await held.release();
}

async function killAtWriteTo(stage: Stage, table: string): Promise<void> {
  const held = await stage.hold(table);
  await sendWave(stage);
  await killBefore(stage, held);
}

const killAt = async (stage: Stage, step: 'body' | 'dot', answers: boolean) => {
  await strikeAt(stage, step, () => {
    void stage.kill();
    return answers ? undefined : 'silence';
  });
  await stage.mta.kill();
};

/** One kill -9 each, at a moment that the database or a receiver sees. Afterwards no worker runs. */
export const KILLS: Readonly<Record<string, Stroke>> = {
  async 'before the claim'(stage) {
    await stage.ground.accept(stage.people(5, 't'));
    const held = await stage.hold('batches');
    await stage.ground.wake();
    await killBefore(stage, held);
  },
  async 'while planning'(stage) {
    await stage.ground.accept(stage.people(3, 't'));
    const held = await stage.hold('recipients');
    await stage.ground.plan(await stage.ground.launch(stage.people(stage.around.people, 'b')));
    await killBefore(stage, held);
  },
  'in the message': (stage) => killAt(stage, 'body', false),
  'before the dot': (stage) => killAtWriteTo(stage, 'intents'),
  'after the dot': (stage) => killAt(stage, 'dot', false),
  'as the answer leaves': (stage) => killAt(stage, 'dot', true),
  'before the commit': (stage) => killAtWriteTo(stage, 'attempts'),
  async 'in the commit'(stage) {
    // A commit that stands still at its end: the server finishes it although nobody is there to hear so.
    const held = await holdAt(stage.ground, {
      kind: 'CONSTRAINT TRIGGER',
      table: 'campaign_deltas',
      clause: 'AFTER INSERT ON campaign_deltas DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.delivered > 0)',
    });
    await sendWave(stage);
    await killBefore(stage, held);
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
    await sendWave(stage);
    await written;
    await stage.kill();
    // As a crash of the machine may leave it: the beginning of a line that was never finished.
    if (stage.random.chance(0.5)) tearLastLine(slot);
  },
  async 'while it replays'(stage) {
    const held = await stage.hold('attempts');
    await sendWave(stage);
    await held.reached();
    await stage.kill();
    await held.turnAway();
    stage.mta.start();
    await killBefore(stage, held);
  },
  async 'in the stop'(stage) {
    await strikeAt(stage, 'dot', () => undefined);
    const held = await stage.hold(stage.random.pick(['attempts', 'batches']));
    const stopping = stage.mta.close();
    await killBefore(stage, held);
    await stopping;
  },
  async 'at the start'(stage) {
    await sendWave(stage);
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
