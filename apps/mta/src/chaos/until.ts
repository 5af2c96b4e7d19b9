import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing here takes more than a few seconds; on a machine that is busy with other things, minutes. */
const LATEST_MS = 120_000;
const EVERY_MS = 10;

/** Thrown when what a round waits for does not come: something is stuck. */
export class NeverCame extends Error {
  override name = 'NeverCame';
}

/** Resolves when `holds` does. Rejects with NeverCame after two minutes, naming `what`. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  { everyMs = EVERY_MS, latestMs = LATEST_MS } = {},
): Promise<void> {
  const end = performance.now() + latestMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new NeverCame(`${what} did not come within ${latestMs / 1_000} s`);
    await sleep(everyMs);
  }
}
