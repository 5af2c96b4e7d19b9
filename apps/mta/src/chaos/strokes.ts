import { KILLS } from './kills.ts';
import { openRandom } from './open-random.ts';
import { FULL_DISK, whyNoFullDisk } from './small-disk.ts';
import type { Stroke } from './stroke.ts';
import type { Surroundings } from './surroundings.ts';
import { REDIS_TROUBLES, TROUBLES } from './troubles.ts';

const STROKES_MAX = 3;
/** Of three strokes about two are kills. */
const KILL_SHARE = 0.65;

/** Everything that may go wrong here, by name. */
export const STROKES: Readonly<Record<string, Stroke>> = { ...KILLS, ...TROUBLES, ...REDIS_TROUBLES };

/** The strokes of a seed, in order: the same on every machine that can play them. */
export function drawStrokes(seed: number, { redis }: Surroundings): string[] {
  const random = openRandom(seed, 'round');
  const troubles = [...Object.keys(TROUBLES), ...(redis ? Object.keys(REDIS_TROUBLES) : [])];
  return Array.from({ length: random.whole(1, STROKES_MAX) }, () =>
    random.pick(random.chance(KILL_SHARE) ? Object.keys(KILLS) : troubles),
  );
}

/** Why a stroke cannot be played on this machine; undefined: it can. */
export function whyNot(stroke: string): string | undefined {
  if (stroke === FULL_DISK) return whyNoFullDisk();
  if (stroke === 'Postgres silent' && process.platform !== 'linux')
    return 'the processes of Postgres are found in /proc';
  return undefined;
}
