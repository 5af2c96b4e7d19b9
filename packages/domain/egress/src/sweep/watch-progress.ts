import { gauge, type Log } from '@hikyaku/log';

/** Due work may stand for this long without an outcome: longer than any answer rule lets a healthy site wait for its turn. */
const STALLED_AFTER_MS = 60_000;

const stalled = gauge('hikyaku_stalled_seconds', 'How long due work has stood without any outcome of this worker');

export type ProgressWatch = {
  /** Told at each sweep how many drains had work, and how many outcomes were committed so far. */
  look(due: number, settled: number): Promise<void>;
};

/**
 * Notices due work that nobody gets on with, and says why: once when a minute brings nothing, and again when it goes on.
 * `why` is asked for then only. `now` counts milliseconds steadily.
 */
export function watchProgress(
  log: Log,
  why: () => Promise<readonly string[]>,
  now: () => number = () => performance.now(),
): ProgressWatch {
  let since: number | undefined;
  let before = 0;
  let isTold = false;
  return {
    async look(due, settled) {
      const isIdle = due === 0 || settled !== before;
      before = settled;
      if (isIdle) {
        if (isTold) log.info({ due }, 'due work goes on');
        since = undefined;
        isTold = false;
        stalled.set(0);
        return;
      }
      since ??= now();
      const waitedMs = now() - since;
      stalled.set(Math.round(waitedMs / 1_000));
      if (isTold || waitedMs < STALLED_AFTER_MS) return;
      isTold = true;
      log.warn({ due, waitedMs: Math.round(waitedMs), why: await why() }, 'work is due and nothing gets done');
    },
  };
}
