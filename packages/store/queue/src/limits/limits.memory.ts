import { answerPermits, takeByGcra } from './gcra.ts';
import type { Clock, Limits } from './limits.ts';

/** Limits of a single process, with nothing behind them. */
export function openMemoryLimits(clock: Clock = Date.now): Limits {
  const arrivals = new Map<string, number>();
  const leases = new Map<string, Map<string, number>>();

  const liveLeases = (key: string) => {
    const held = leases.get(key) ?? new Map<string, number>();
    for (const [holder, expiresAt] of held) if (expiresAt <= clock()) held.delete(holder);
    return held;
  };

  return {
    async takePermits(key, rate, want) {
      const nowMicros = Math.floor(clock() * 1_000);
      const after = takeByGcra(arrivals.get(key) ?? 0, nowMicros, rate, want);
      arrivals.set(key, after.arrivalMicros);
      return answerPermits({ ...after, nowMicros }, rate, want);
    },
    async acquireLease(key, { limit, ttlMs }, holder) {
      const held = liveLeases(key);
      if (!held.has(holder) && held.size >= limit) {
        const first = Math.min(...held.values(), clock() + ttlMs);
        return { ok: false, waitMs: Math.max(1, Math.ceil(first - clock())) };
      }
      leases.set(key, held.set(holder, clock() + ttlMs));
      return { ok: true };
    },
    async renewLease(key, holder, ttlMs) {
      const held = liveLeases(key);
      if (!held.has(holder)) return false;
      held.set(holder, clock() + ttlMs);
      return true;
    },
    async releaseLease(key, holder) {
      leases.get(key)?.delete(holder);
    },
    countLeases: async (key) => liveLeases(key).size,
    async sweep() {
      const before = arrivals.size + leases.size;
      for (const [key, arrival] of arrivals) if (arrival <= clock() * 1_000) arrivals.delete(key);
      for (const key of leases.keys()) if (liveLeases(key).size === 0) leases.delete(key);
      return before - arrivals.size - leases.size;
    },
    close: async () => undefined,
  };
}
