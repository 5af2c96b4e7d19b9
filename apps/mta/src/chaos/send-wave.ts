import type { Act, Step } from '../testing/open-receiver.ts';
import type { Stage } from './open-stage.ts';

/** Accepts a campaign, and a few transactional messages beside it. They go when the answered function is called. */
async function prepareWave({ ground, random, around, people }: Stage): Promise<() => Promise<void>> {
  await ground.accept(people(random.whole(2, 6), 't'));
  const id = await ground.launch(people(around.people, 'b'));
  return async () => {
    await ground.plan(id);
    await ground.wake();
  };
}

export async function sendWave(stage: Stage): Promise<void> {
  const go = await prepareWave(stage);
  await go();
}

/**
 * Sends a wave and does `strike` at the moment at which a receiver reaches `step` somewhere in its first third, so that
 * each stroke meets another state. Nothing else of this process is under way then.
 */
export async function strikeAt(stage: Stage, step: Step, strike: () => Act | undefined): Promise<void> {
  const go = await prepareWave(stage);
  const count = stage.random.whole(1, Math.max(1, Math.floor(stage.around.people / 3)));
  const struck = stage.at(step, count, strike);
  await go();
  await struck;
}
