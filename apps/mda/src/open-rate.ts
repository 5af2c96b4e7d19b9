export type Rate = {
  /** Counts one more; false when that is too many. What is refused does not count. */
  take(address: string): boolean;
  /** Whether one more would be too many. */
  isOver(address: string): boolean;
};

const KEPT_MAX = 10_000;

/**
 * A limit per client address (for IPv6 its /64) and minute: as many at once, then evenly. Of addresses beyond ten thousand
 * the one that was counted first is forgotten. This machine itself is not limited: it is a relay in front, or a test.
 */
export function openRate(perMinute: number, options: { now?: () => number; limitLoopback?: boolean } = {}): Rate {
  const { now = Date.now, limitLoopback = false } = options;
  const stepMs = 60_000 / perMinute;
  /** When the address is back at nothing (GCRA's theoretical arrival time). */
  const until = new Map<string, number>();
  const isFree = (address: string) => !limitLoopback && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
  const next = (key: string) => Math.max(until.get(key) ?? 0, now()) + stepMs;
  const isOver = (key: string) => next(key) - now() > 60_000;
  return {
    isOver: (address) => !isFree(address) && isOver(keyOf(address)),
    take(address) {
      if (isFree(address)) return true;
      const key = keyOf(address);
      if (isOver(key)) return false;
      const at = next(key);
      if (!until.has(key) && until.size >= KEPT_MAX) until.delete(until.keys().next().value!);
      until.set(key, at);
      return true;
    },
  };
}

/** Whoever has one address of a /64 has all of them. */
function keyOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  if (tail === undefined || groups.length >= 4) return groups.slice(0, 4).join(':');
  return `${groups.join(':')}::`;
}
