/**
 * What became of one recipient in one claimed batch: what the journal keeps and what `settle` commits. Plain data,
 * short names: a line of it is written for every message.
 */
export type Outcome = {
  readonly id: number;
  readonly batch: number;
  readonly fence: number;
  /** Number of the new state (STATE). */
  readonly state: number;
  /** True when nobody can know whether the receiver has got it. */
  readonly unknown: boolean;
  /** Number of the attempt; 0 when there was none (suppressed, moved to another site). */
  readonly n: number;
  readonly reason: number;
  /** 1 = suppress the address, 2 = suppress it at its second fault. */
  readonly suppress: 0 | 1 | 2;
  /** The report that is owed to the submitter now: a bit of NOTIFY, 0 = none. */
  readonly tell: number;
  /** When to try again; null when the state is final. RFC 3339. */
  readonly due: string | null;
  /** The site that it waits at. */
  readonly site: number;
  /** Number of the event type to record; 0 = none. */
  readonly event: number;
  readonly at: string;
  readonly ms: number;
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly reply: string;
  readonly connection: number | null;
  /** Replies to MAIL, RCPT, DATA and the dot: milliseconds since the attempt began, text. */
  readonly said: readonly (readonly [number, string])[];
};
