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
  readonly diagnostic: string | null;
};

export type Explanation = {
  readonly kind: 'bounce' | 'delayed' | 'delivered' | 'complaint' | 'autoreply' | 'unsubscribe' | 'other';
  readonly recipients: readonly RecipientReport[];
  /** What the report keeps of the mail that it is about. */
  readonly original?: {
    readonly messageId?: string;
    readonly returnPath?: string;
    /** Header fields that can tell whose mail it was, lower-case names. */
    readonly references: readonly (readonly [name: string, value: string])[];
  };
  /** Which kinds of proof were found, for people who wonder. */
  readonly evidence: readonly string[];
};

export function explain(_bytes: Buffer): Explanation {
  return { kind: 'other', recipients: [], evidence: [] };
}
