import { createHash } from 'node:crypto';

/** Chance that comes out the same each time for the same seed. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** From `min` to `max`, both included. */
  whole(min: number, max: number): number;
  pick<T>(of: readonly T[]): T;
  chance(probability: number): boolean;
};

/** Mulberry32 over a hash of what is given: the same words, the same chance, in whatever order they are asked. */
export function openRandom(...seed: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(seed.join('\n')).digest().readUInt32LE();
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return { next, whole, pick: (of) => of[whole(0, of.length - 1)]!, chance: (probability) => next() < probability };
}
