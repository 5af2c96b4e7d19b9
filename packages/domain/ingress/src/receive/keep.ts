import { createHash } from 'node:crypto';
import type { TenantSql } from '@hikyaku/db';
import { decodeHeaderText, readHeaders } from '@hikyaku/mail';
import type { Addressee, Inbound, InboundKind } from './inbound.ts';
import { toStorable } from './storable.ts';

const HEADER_MAX = 1_000;

const sha256Of = (mail: Inbound): Buffer => createHash('sha256').update(mail.bytes).digest();

/** The same bytes about the same recipient, kept before: a sender that did not hear our 250 sends them again. */
export async function findKept(sql: TenantSql, mail: Inbound, deliveryId: number): Promise<number | undefined> {
  const [row] = await sql.query<{ id: number }>(
    'SELECT id FROM inbound_messages WHERE delivery_id = $1 AND tenant_id = $2 AND sha256 = $3 LIMIT 1',
    [deliveryId, sql.scope.tenantId, sha256Of(mail)],
  );
  return row?.id;
}

/** Keeps the mail, its bytes and what a list of mails shows of it. Returns its id. */
export async function keep(
  sql: TenantSql,
  mail: Inbound,
  to: Addressee,
  read: { readonly kind: InboundKind; readonly deliveryId: number | null },
): Promise<number> {
  const headers = readHeaders(mail.bytes);
  const header = (name: string) => {
    const value = headers.find(([given]) => given.toLowerCase() === name)?.[1] ?? '';
    return toStorable(decodeHeaderText(value).slice(0, HEADER_MAX));
  };
  const [row] = await sql.query<{ id: number }>(
    `INSERT INTO inbound_messages (tenant_id, mailbox_id, kind, mail_from, rcpt_to, from_header, subject, message_id, delivery_id, raw, sha256)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
    [
      sql.scope.tenantId,
      to.destination.kind === 'mailbox' ? to.destination.mailboxId : null,
      read.kind,
      mail.mailFrom,
      to.rcptTo,
      header('from'),
      header('subject'),
      header('message-id'),
      read.deliveryId,
      to.trace ? Buffer.concat([Buffer.from(to.trace), mail.bytes]) : mail.bytes,
      sha256Of(mail),
    ],
  );
  return row!.id;
}
