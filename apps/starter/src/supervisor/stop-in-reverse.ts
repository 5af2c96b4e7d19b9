import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedProgram } from './supervise-program.ts';

/** Everything is over within ten seconds, the database included. */
const KILL_AFTER_MS = 8_000;
/** How long one program may keep the next from hearing that it should stop. */
const TURN_MS = 1_500;

/** Asks the programs to stop, the last started first, and kills after 8 s what is left. */
export async function stopInReverse(
  programs: readonly SupervisedProgram[],
  killAfterMs = KILL_AFTER_MS,
): Promise<void> {
  const over = new AbortController();
  const killer = sleep(killAfterMs, undefined, { signal: over.signal }).then(
    () => {
      for (const program of programs) program.kill();
    },
    () => {},
  );
  for (const program of programs.toReversed()) {
    program.stop();
    await Promise.race([program.gone, killer, sleep(TURN_MS)]);
  }
  await Promise.all(programs.map((program) => program.gone));
  over.abort();
}
