/** A fact about a recipient with what its attempt tells. */
export type EventRow = {
  readonly id: number;
  readonly type: number;
  readonly at: Date;
  readonly email: string;
  readonly delivery_id: number;
  /** The message's id, or the recipient's own in a campaign. */
  readonly email_id: number;
  readonly campaign_id: number | null;
  readonly reason: number | null;
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly reply: string | null;
  readonly mx_host: string | null;
  readonly source_ip: string | null;
  readonly tls: string | null;
  readonly duration_ms: number | null;
  readonly data: Record<string, unknown> | null;
};

/** The columns of an `EventRow`, over `events e` and EVENT_JOINS. */
export const EVENT_COLUMNS = `
  e.id, e.type, e.at, r.address AS email, r.id AS delivery_id, coalesce(r.message_id, r.id) AS email_id, r.campaign_id,
  a.reason, a.code, a.enhanced, a.reply, c.mx_host, c.source_ip, c.tls, a.duration_ms, e.data`;

/** Follows a FROM that has `events e` in it. */
export const EVENT_JOINS = `
  JOIN recipients r ON r.id = e.delivery_id
  LEFT JOIN attempts a ON a.delivery_id = e.delivery_id AND a.n = e.attempt
  LEFT JOIN connections c ON c.id = a.connection_id`;

/** A test over `events e`. Openings and clicks by scanners are kept for the recipient's passport; no person did them. */
export const NO_MACHINES = "e.data -> 'machine' IS DISTINCT FROM 'true'";
