import type { PermitAnswer, Rate } from './limits.ts';

/** Rounding of T * n / T must not cost a permit; the theoretical arrival time still counts every one in full. */
const ROUNDING = 1e-6;

/** One step of the algorithm, in whole microseconds: the reference for the scripts of the other stores. */
export function takeByGcra(
  arrivalMicros: number,
  nowMicros: number,
  { perSecond, burst }: Rate,
  want: number,
): { granted: number; arrivalMicros: number } {
  const interval = 1_000_000 / perSecond;
  const start = Math.max(arrivalMicros, nowMicros);
  // The instants first: they are exact, and of 16 digits, which would swallow a fraction.
  const free = Math.floor((nowMicros - start + interval * burst) / interval + ROUNDING);
  const granted = Math.max(0, Math.min(want, free));
  return { granted, arrivalMicros: granted === 0 ? arrivalMicros : start + Math.ceil(granted * interval) };
}

/** What to tell the caller, from the arrival time after the step. */
export function answerPermits(
  after: { granted: number; arrivalMicros: number; nowMicros: number },
  { perSecond, burst }: Rate,
  want: number,
): PermitAnswer {
  if (after.granted === want) return { granted: want, waitMs: 0 };
  const interval = 1_000_000 / perSecond;
  const waitMicros = after.arrivalMicros - after.nowMicros + interval * (1 - burst);
  return { granted: after.granted, waitMs: Math.max(1, Math.ceil(waitMicros / 1_000)) };
}
