import type { DrainWaker, DueSite } from '@hikyaku/submission';

/** Wakes drains beside the replies, which need not wait for it: a wake-up that gets lost is made good by the sweeper. */
export type Waking = {
  for(due: readonly DueSite[]): void;
  /** Resolves when the queue has heard everything. */
  idle(): Promise<void>;
};

/** One call to the queue at a time; sites that become due meanwhile are named once in the next one. */
export function openWaking(waker: Pick<DrainWaker, 'wake'>): Waking {
  const named = new Map<string, DueSite>();
  let running: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    while (named.size > 0) {
      const due = [...named.values()];
      named.clear();
      await waker.wake(due);
    }
    running = undefined;
  };

  return {
    for(due) {
      for (const site of due) named.set(`${site.siteId}:${site.stream}`, site);
      if (named.size > 0) running ??= work();
    },
    idle: () => running ?? Promise.resolve(),
  };
}
