import type { Reason } from '../reply/reason.ts';

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
};

/** Why a recipient's report says what it says, for people who wonder. */
export type Because = {
  /** The answer that the deciding rule was written for, or the code that was looked up. */
  readonly rule: string;
  /** Where the words stood: the system's own answer, or the notice around it. */
  readonly part: 'answer' | 'notice' | 'none';
  /** The words that the rule found; empty when a code decided. */
  readonly words: string;
};
