import { REASONS, type Reason } from '@hikyaku/mail';

/** `deliveries.state`. "sending" is not among them: it is an open row inside a claimed batch. */
export const STATE = {
  queued: 0,
  deferred: 1,
  delivered: 2,
  bounced: 3,
  expired: 4,
  suppressed: 5,
  canceled: 6,
  unconfirmed: 7,
} as const;

export type State = keyof typeof STATE;

/** Reasons are numbers in the ledger; 0 = none. */
export const reasonNumber = (reason: Reason | undefined): number => (reason ? REASONS.indexOf(reason) + 1 : 0);
