import type { LiveState } from './view.ts';

/** How many people were settled at a moment. */
export type Sample = { readonly atMs: number; readonly settled: number };

/** Adds rate and time left, from the oldest and the newest sample. A rate of nothing says nothing about the end. */
export function addPace(live: LiveState, samples: readonly Sample[]): LiveState {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return live;
  const perSecond = Math.max(0, ((last.settled - first.settled) * 1_000) / (last.atMs - first.atMs));
  const open = live.counts.queued + live.counts.sending + live.counts.deferred;
  const secondsLeft = open === 0 ? 0 : perSecond > 0 ? Math.ceil(open / perSecond) : null;
  return { ...live, perSecond, secondsLeft };
}
