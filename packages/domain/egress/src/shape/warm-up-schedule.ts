/** Messages of a day to one provider, from the first day of a new address on; then twice as many each day. */
const DAYS = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 40_000, 75_000];
/** From here on nobody counts any more. */
const STEPS_MAX = DAYS.length + 20;

/** What an address may send to a provider on the day that is its `step`-th of growth, counted from 0. */
export function warmUpAllowance(step: number): number {
  const last = DAYS.length - 1;
  return step <= last ? DAYS[step]! : DAYS[last]! * 2 ** (Math.min(step, STEPS_MAX) - last);
}

export type WarmUpDay = {
  readonly step: number;
  readonly taken: number;
  readonly deferred: number;
  /** A rule suspended the address at this provider within the day. */
  readonly wasSuspended: boolean;
};

const DEFERRAL_MAX = 0.1;

/** The step of the day after: growth is held for a day when more than a tenth was deferred or a rule suspended the address. */
export function nextWarmUpStep(before: WarmUpDay | null): number {
  if (!before) return 0;
  const isHeld = before.wasSuspended || before.deferred > before.taken * DEFERRAL_MAX;
  return isHeld ? before.step : before.step + 1;
}
