import type { Reason } from '../reply/reason.ts';

/** What led to a verdict, for people who wonder. */
export type Evidence = {
  /** What decided: the answer that a rule was written for, a code that was looked up, or the field that says it. */
  readonly rule: string;
  /** The MIME part in which the words stand, numbered as IMAP does (RFC 9051 6.4.5): `1`, `2`, `3.1`; or `header`, the mail's own. */
  readonly part: string;
  /** The words themselves, at most 200 characters, their blanks made one. */
  readonly words: string;
};

/** What a returned mail says about one recipient. */
export type RecipientReport = {
  /** Lower case; null when the report hides it. */
  readonly recipient: string | null;
  /** RFC 3463, such as `5.1.1`. */
  readonly status: string | null;
  readonly reply_code: number | null;
  readonly reason: Reason;
  readonly hard: boolean;
  /** What the remote system said, one line, at most 1,000 characters. */
  readonly diagnostic: string | null;
  /** What led to the reason; never empty. */
  readonly evidence: readonly Evidence[];
};

/** A recipient as some part of the mail names it, before it is judged. */
export type Finding = {
  readonly recipient: string | null;
  readonly action: 'failed' | 'delayed' | 'delivered';
  readonly status: string | null;
  /** The system's own words. */
  readonly said: string;
  /** Words of the notice around it, asked when the system's own say nothing. */
  readonly around: string;
  /** The parts in which the two stand. */
  readonly saidIn: string;
  readonly aroundIn: string;
};
