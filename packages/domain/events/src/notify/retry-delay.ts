const MINUTE = 60;
const HOUR = 3_600;

const DELAYS_SECONDS = [2, 10, 60, 5 * MINUTE, 20 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR] as const;

/** How long a fact is tried. Neither this nor the delays are scaled in the sandbox. */
const GIVE_UP_AFTER_SECONDS = 3 * 24 * HOUR;

/** Seconds until the next attempt after `attempts` have failed; null when three days are over. */
export function retryDelay(attempts: number, ageSeconds: number): number | null {
  const delay = DELAYS_SECONDS[Math.min(attempts, DELAYS_SECONDS.length) - 1] ?? DELAYS_SECONDS[0];
  return ageSeconds + delay > GIVE_UP_AFTER_SECONDS ? null : delay;
}
