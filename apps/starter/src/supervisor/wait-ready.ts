import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedProgram } from './supervise-program.ts';

const GIVE_UP_AFTER_MS = 120_000;
const GIVE_UP_AFTER_DEATHS = 4;

/** Resolves when the program answers 200 at `url`. Throws with its last words when it keeps dying or never does. */
export async function waitReady(program: SupervisedProgram, url: string, stop: AbortSignal): Promise<void> {
  const began = Date.now();
  let reason = 'no answer';
  while (!stop.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return void (await response.body?.cancel());
      reason = `${response.status} ${(await response.text()).trim().slice(0, 300)}`;
    } catch {
      // Not listening yet.
    }
    const late = Date.now() - began > GIVE_UP_AFTER_MS;
    if (late || program.deaths() >= GIVE_UP_AFTER_DEATHS) {
      throw new Error(`${program.name} does not get ready (${reason})\n${program.lastWords()}`.trim());
    }
    await sleep(100);
  }
}
