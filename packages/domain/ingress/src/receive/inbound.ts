import type { Explanation } from '@hikyaku/mail';
import type { Destination } from './find-destination.ts';

/** A mail as it came in, with its envelope's sender. */
export type Inbound = {
  readonly mailFrom: string;
  readonly bytes: Buffer;
};

/** One recipient of a mail, and where that leads. */
export type Addressee = {
  readonly rcptTo: string;
  readonly destination: Exclude<Destination, { kind: 'nobody' }>;
  /** Header fields to keep on top of the mail (RFC 5321 section 4.4), line ends included. */
  readonly trace?: string;
};

/** What a kept mail is: `reply` is a mail of a person in a mailbox. */
export type InboundKind = Explanation['kind'] | 'reply';
