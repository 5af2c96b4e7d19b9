import type { Reason, Scope } from '@hikyaku/mail';

/** Text of a report, cut where words that led to a verdict begin and end. */
export type Piece = { text: string; marked: boolean };

export type PartView = {
  /** As IMAP counts parts: `1`, `2`, `3.1`; or `header`. */
  path: string;
  type: string;
  pieces: readonly Piece[];
};

export type EvidenceView = { rule: string; part: string; words: string };

/** What we do with the address: at once, at the second such report, the bulk stream only, or nothing. */
export type Consequence = 'suppress' | 'suppress_second' | 'keep' | 'complaint' | 'unsubscribe' | 'none';

export type VerdictView = {
  email: string | null;
  reason: Reason;
  hard: boolean;
  scope: Scope;
  consequence: Consequence;
  status: string | null;
  code: number | null;
  /** What the remote system said. */
  said: readonly Piece[];
  evidence: readonly EvidenceView[];
};

/** A report, or one answer of a server, read for a person. */
export type BounceView = {
  /** `answer`: not a mail but the line that a server said. */
  kind: 'bounce' | 'delayed' | 'delivered' | 'complaint' | 'autoreply' | 'unsubscribe' | 'other' | 'answer';
  isEmpty: boolean;
  verdicts: readonly VerdictView[];
  evidence: readonly EvidenceView[];
  parts: readonly PartView[];
};
