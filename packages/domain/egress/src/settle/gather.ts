/**
 * Runs `write` for what has been gathered, never twice at once and not more often than every `everyMs`: the first after
 * a rest goes at once, those that come meanwhile share the next. `write` must not reject.
 */
export function openGather<T>(everyMs: number, write: (gathered: readonly T[]) => Promise<void>) {
  let waiting: T[] = [];
  let running: Promise<void> | undefined;
  const run = async () => {
    while (waiting.length > 0) {
      const startedAt = performance.now();
      const gathered = waiting;
      waiting = [];
      await write(gathered);
      const restMs = everyMs - (performance.now() - startedAt);
      if (waiting.length > 0 && restMs >= 1) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    running = undefined;
  };
  return {
    add(one: T): void {
      waiting.push(one);
      running ??= run();
    },
    isBusy: (): boolean => running !== undefined,
    /** Resolves when nothing waits any more. */
    idle: (): Promise<void> => running ?? Promise.resolve(),
  };
}
