import { frameHtml } from '@hikyaku/content';
import { formatId, type TenantSql } from '@hikyaku/db';
import { INBOUND_AUTH, type InboundAuth } from '@hikyaku/ingress';
import { readMessage } from '@hikyaku/mail';
import type { InboundRow, InboundView, MailboxView } from './view.ts';

/** Bytes of the source that a page shows. */
const SHOWN_BYTES = 256 * 1024;

/** All mailboxes of the tenant with the mails in them that nobody has opened. */
export async function listBoxes(sql: TenantSql): Promise<(MailboxView & { row: number })[]> {
  const rows = await sql.query<{ id: number; address: string; unseen: number }>(
    `SELECT b.id, b.address, (SELECT count(*) FROM inbound_messages m WHERE m.mailbox_id = b.id AND NOT m.seen) AS unseen
     FROM mailboxes b WHERE b.tenant_id = $1 ORDER BY b.address`,
    [sql.scope.tenantId],
  );
  return rows.map((row) => ({
    row: row.id,
    id: formatId('mailbox', row.id),
    address: row.address,
    unseen: row.unseen,
  }));
}

export async function countUnseen(sql: TenantSql): Promise<number> {
  const [row] = await sql.query<{ unseen: number }>(
    'SELECT count(*) AS unseen FROM inbound_messages WHERE tenant_id = $1 AND mailbox_id IS NOT NULL AND NOT seen',
    [sql.scope.tenantId],
  );
  return row?.unseen ?? 0;
}

type Row = {
  id: number;
  kind: string;
  from_header: string;
  mail_from: string;
  rcpt_to: string;
  subject: string;
  seen: boolean;
  received_at: Date;
  delivery_id: number | null;
};

const COLUMNS = 'id, kind, from_header, mail_from, rcpt_to, subject, seen, received_at, delivery_id';

const viewRow = (row: Row): InboundRow => ({
  id: formatId('inbound', row.id),
  from: row.from_header || row.mail_from,
  subject: row.subject,
  kind: row.kind,
  seen: row.seen,
  receivedAt: row.received_at.toISOString(),
});

export type InboxPage = { rows: InboundRow[]; nextCursor: number | null };

/** One page of a mailbox, newest first; without a mailbox, the reports that went to none. */
export async function listInbound(
  sql: TenantSql,
  query: { mailbox: number | null; limit: number; cursor: number | null },
): Promise<InboxPage> {
  const rows = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM inbound_messages WHERE tenant_id = $1 AND mailbox_id IS NOT DISTINCT FROM $2
       AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [sql.scope.tenantId, query.mailbox, query.cursor, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  return { rows: page.map(viewRow), nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null };
}

/** One mail, taken apart; it counts as seen from now on. Null when this tenant has none of this id. */
export async function openInbound(sql: TenantSql, id: number): Promise<InboundView | null> {
  const [row] = await sql.query<Row & { raw: Buffer; auth: InboundAuth }>(
    `UPDATE inbound_messages m SET seen = true WHERE tenant_id = $1 AND id = $2 RETURNING ${COLUMNS}, raw, ${INBOUND_AUTH}`,
    [sql.scope.tenantId, id],
  );
  if (!row) return null;
  const mail = await readMessage(row.raw);
  return {
    ...viewRow(row),
    to: mail.to || row.rcpt_to,
    html: mail.html === null ? null : frameHtml(mail.html),
    text: mail.text,
    raw: row.raw.subarray(0, SHOWN_BYTES).toString('utf8'),
    auth: row.auth,
    answers: row.delivery_id === null ? null : formatId('message', row.delivery_id),
    attachments: mail.attachments,
  };
}
