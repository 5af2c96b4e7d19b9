/** The states of a delivery row, by number. */
export const STATES = [
  'queued',
  'deferred',
  'delivered',
  'bounced',
  'expired',
  'suppressed',
  'canceled',
  'unconfirmed',
] as const;

/** A recipient's state as everybody sees it: `sending` is an open row inside a claimed batch. */
export type RecipientStatus = (typeof STATES)[number] | 'sending';

export type Recipient = {
  /** The ledger id; outside `msg_` for a campaign's. */
  readonly id: number;
  readonly email: string;
  readonly status: RecipientStatus;
  readonly attempts: number;
  /** The deciding reply of the last attempt: code, enhanced code, text. */
  readonly lastReply: string | null;
  /** Number in REASONS + 1, 0 for none. */
  readonly reason: number;
  /** Of the next attempt, when it is known. */
  readonly dueAt: Date | null;
  readonly createdAt: Date;
};

/** The columns of a `Recipient`, over `recipients r` and RECIPIENT_JOINS. */
export const RECIPIENT_COLUMNS = `
  r.id, r.address AS email, d.attempts, nullif(concat_ws(' ', a.code, a.enhanced, nullif(a.reply, '')), '') AS "lastReply", d.reason, d.due_at AS "dueAt", r.created_at AS "createdAt",
  CASE WHEN d.state IN (0, 1) AND b.state = 1 THEN 'sending'
    ELSE (ARRAY['${STATES.join("','")}'])[d.state + 1] END AS status`;

export const RECIPIENT_JOINS = `
  JOIN deliveries d ON d.id = r.id
  LEFT JOIN batches b ON b.id = d.batch_id
  LEFT JOIN LATERAL (SELECT code, enhanced, reply FROM attempts WHERE delivery_id = r.id ORDER BY n DESC LIMIT 1) a ON true`;
