type Entry<V> = { readonly value: V; readonly staleAt: number };

/** What a maker hands back: the value and how long it may be kept (0 = not at all). */
export type Fresh<V> = { readonly value: V; readonly ttlSeconds: number };

/** A bounded cache by TTL. Whoever asks while an answer is being made waits for that one. */
export function answerCache<V>(most: number, now: () => number = Date.now) {
  const kept = new Map<string, Entry<V>>();
  const making = new Map<string, Promise<V>>();

  async function make(key: string, ask: () => Promise<Fresh<V>>): Promise<V> {
    try {
      const { value, ttlSeconds } = await ask();
      if (ttlSeconds > 0) {
        kept.set(key, { value, staleAt: now() + ttlSeconds * 1_000 });
        if (kept.size > most) kept.delete(kept.keys().next().value as string);
      }
      return value;
    } finally {
      making.delete(key);
    }
  }

  return {
    get size() {
      return kept.size;
    },
    get(key: string, ask: () => Promise<Fresh<V>>): Promise<V> {
      const entry = kept.get(key);
      if (entry) {
        kept.delete(key);
        if (entry.staleAt > now()) {
          // Put back at the end: the first of the map is the one longest unused.
          kept.set(key, entry);
          return Promise.resolve(entry.value);
        }
      }
      const running = making.get(key);
      if (running) return running;
      const started = make(key, ask);
      making.set(key, started);
      return started;
    },
  };
}
