import type { AuthResult } from '../authenticate/auth-results.ts';

/** A mail that the platform received for a tenant, without its bytes. */
export type InboundMessage = {
  readonly id: number;
  /** Null: a report that went to no mailbox. */
  readonly mailboxId: number | null;
  /** `reply`, `autoreply`, `bounce`, `delayed`, `delivered`, `complaint`, `unsubscribe` or `other`. */
  readonly kind: string;
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly fromHeader: string;
  readonly subject: string;
  readonly messageId: string;
  /** The recipient of ours whom it answers. */
  readonly deliveryId: number | null;
  readonly seen: boolean;
  readonly receivedAt: Date;
};

export const INBOUND_COLUMNS = `m.id, m.mailbox_id AS "mailboxId", m.kind, m.mail_from AS "mailFrom", m.rcpt_to AS "rcptTo",
  m.from_header AS "fromHeader", m.subject, m.message_id AS "messageId", m.delivery_id AS "deliveryId", m.seen,
  m.received_at AS "receivedAt"`;

/** What SPF, DKIM, DMARC and ARC said of a mail; null until they were asked, which is soon after it came. */
export type InboundAuth = {
  readonly spf: AuthResult;
  readonly dkim: AuthResult;
  readonly dmarc: AuthResult;
  readonly arc: AuthResult;
} | null;

export const INBOUND_AUTH = `(SELECT json_build_object('spf', a.spf, 'dkim', a.dkim, 'dmarc', a.dmarc, 'arc', a.arc)
  FROM inbound_auth a WHERE a.inbound_id = m.id) AS auth`;
