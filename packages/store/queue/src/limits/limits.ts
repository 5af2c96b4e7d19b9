/** Permits a second (may be a fraction), and how many may be taken at once after a rest. Both above 0; burst >= 1. */
export type Rate = { readonly perSecond: number; readonly burst: number };

/** `waitMs`: 0 when all were granted, else the time until one more can be. */
export type PermitAnswer = { readonly granted: number; readonly waitMs: number };

/** `waitMs`: until the first lease in the way expires, should nobody release one before. */
export type LeaseAnswer = { readonly ok: true } | { readonly ok: false; readonly waitMs: number };

/** Milliseconds since 1970. */
export type Clock = () => number;

/**
 * Limits shared by all workers. Rates follow the generic cell rate algorithm in microseconds (ITU-T I.371): a key keeps
 * only its theoretical arrival time, and over any span of t seconds at most burst + t * perSecond permits are granted.
 * Leases are a set of holders that expire by themselves. Every call is one round trip and atomic; all but `close` may
 * throw when the store is away.
 */
export type Limits = {
  /** Takes up to `want` permits (whole, >= 1) as a block; what was taken and not used cannot be given back. */
  takePermits(key: string, rate: Rate, want: number): Promise<PermitAnswer>;
  /** At most `limit` holders at once. A holder that has the lease already keeps it, for `ttlMs` from now. */
  acquireLease(key: string, terms: { limit: number; ttlMs: number }, holder: string): Promise<LeaseAnswer>;
  /** False when the lease had expired: the place may be another's now, so work under it must stop. */
  renewLease(key: string, holder: string, ttlMs: number): Promise<boolean>;
  releaseLease(key: string, holder: string): Promise<void>;
  countLeases(key: string): Promise<number>;
  /** Forgets what no longer limits anybody; answers how many rows. For a sweeper, once a minute. */
  sweep(): Promise<number>;
  close(): Promise<void>;
};

/** What the Postgres limits need of a pool of the login `engine`. */
export type LimitsSql = {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
};
