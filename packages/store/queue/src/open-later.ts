const LONGEST_MS = 2 ** 31 - 1;

/** Things to be done later in this process, at most one for each key. */
export type Later<T> = {
  /** In `delayMs`, unless an earlier one is set for the key. */
  set(key: string, thing: T, delayMs: number): void;
  close(): void;
};

/**
 * Delays are kept here and not in BullMQ: there, a wake-up without delay that meets a delayed one of its key would wait
 * with it, and a delayed one that arrives during a run would push aside an immediate one.
 */
export function openLater<T>(act: (thing: T) => void): Later<T> {
  const pending = new Map<string, { dueAt: number; timer: NodeJS.Timeout }>();
  return {
    set(key, thing, delayMs) {
      const dueAt = Date.now() + delayMs;
      const known = pending.get(key);
      if (known && known.dueAt <= dueAt) return;
      clearTimeout(known?.timer);
      const timer = setTimeout(
        () => {
          pending.delete(key);
          act(thing);
        },
        Math.min(delayMs, LONGEST_MS),
      );
      pending.set(key, { dueAt, timer });
    },
    close() {
      for (const { timer } of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
}
