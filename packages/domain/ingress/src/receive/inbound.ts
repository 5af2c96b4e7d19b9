import type { Explanation } from '@hikyaku/mail';
import type { Destination } from './find-destination.ts';

/** A mail as it came in, read once. */
export type Inbound = {
  /** The envelope's sender, empty for the null sender. */
  readonly mailFrom: string;
  readonly bytes: Buffer;
  readonly explanation: Explanation;
  /** Decoded, as lists of mails show them. */
  readonly fromHeader: string;
  /** Canonical; undefined where the field gives no single address. */
  readonly fromAddress: string | undefined;
  readonly subject: string;
  readonly messageId: string;
  /** Ids in Message-IDs of the form of ours that it quotes. Anybody can write them: to be looked up within the tenant. */
  readonly quoted: readonly number[];
  /** Recipients of ours named under our signature in what it returns: return-path, List-Unsubscribe or X-Hikyaku-Ref of the original. */
  readonly signed: readonly number[];
  /** How many servers it says to have passed. */
  readonly hops: number;
  readonly sha256: Buffer;
};

/** One recipient of a mail, and where that leads. */
export type Addressee = {
  readonly rcptTo: string;
  readonly destination: Exclude<Destination, { kind: 'nobody' }>;
  /** A mailbox got a report about this recipient of its tenant, proved by what the report returns. */
  readonly about?: number;
  /** Header fields to keep on top of the mail (RFC 5321 section 4.4), line ends included. */
  readonly trace?: string;
};

/** What a kept mail is: `reply` is a mail of a person in a mailbox. */
export type InboundKind = Explanation['kind'] | 'reply';

/** What the mail is kept as: in a mailbox, what says nothing about our sending is a reply. */
export const kindOf = (mail: Inbound, to: Addressee): InboundKind =>
  to.destination.kind === 'mailbox' && mail.explanation.kind === 'other' ? 'reply' : mail.explanation.kind;
