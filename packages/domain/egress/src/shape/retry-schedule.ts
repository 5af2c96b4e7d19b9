import type { Reason } from '@hikyaku/mail';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Delays after the 1st, 2nd ... failed attempt; the last one repeats until the message expires. */
const SCHEDULES = {
  transactional: {
    delays: [1 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR],
    expiryMs: 72 * HOUR,
  },
  bulk: { delays: [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR], expiryMs: 48 * HOUR },
} as const;

const BY_REASON: Partial<Record<Reason, readonly number[]>> = {
  greylisted: [5 * MINUTE, 10 * MINUTE, 15 * MINUTE],
  dns_temp: [5 * MINUTE, 15 * MINUTE, HOUR],
  mailbox_full: [4 * HOUR, 12 * HOUR, 24 * HOUR],
  // NXDOMAIN is believed at the second look, an hour later.
  bad_domain: [HOUR],
};

export type Retry = { readonly kind: 'again'; readonly at: Date } | { readonly kind: 'expired' };

/**
 * When a deferred recipient is tried again, or that its time is over. `attempt` counts from 1. Expiry counts from the
 * first attempt, and one try is made at its very end. `scale` multiplies all delays; `chance` in [0, 1) gives +-20 %;
 * what the answer asked for may make it later, never earlier.
 */
export function nextRetry(of: {
  stream: 'transactional' | 'bulk';
  attempt: number;
  reason: Reason;
  firstAt: Date;
  now: Date;
  scale: number;
  chance: number;
  /** How long the answer asks to be left alone; null when it does not say. */
  askedMs?: number | null;
}): Retry {
  const { delays, expiryMs } = SCHEDULES[of.stream];
  const end = of.firstAt.getTime() + expiryMs * of.scale;
  if (of.now.getTime() >= end) return { kind: 'expired' };
  const own = BY_REASON[of.reason] ?? delays;
  const planned = own[Math.min(of.attempt, own.length) - 1]! * (0.8 + 0.4 * of.chance);
  const delay = Math.max(planned, of.askedMs ?? 0) * of.scale;
  return { kind: 'again', at: new Date(Math.min(of.now.getTime() + delay, end)) };
}

/** A transactional message whose fate a crash hid is tried again, once, after this. */
export const UNKNOWN_RETRY_MS = 15 * MINUTE;
