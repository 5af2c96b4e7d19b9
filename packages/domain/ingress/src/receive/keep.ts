import type { Sql, TenantSql } from '@hikyaku/db';
import { type Addressee, type Inbound, type InboundKind, kindOf } from './inbound.ts';

/** The same bytes about the same recipient, kept before: a sender that did not hear our 250 sends them again. */
export async function findKept(sql: TenantSql, mail: Inbound, deliveryId: number): Promise<number | undefined> {
  const [row] = await sql.query<{ id: number }>(
    'SELECT id FROM inbound_messages WHERE delivery_id = $1 AND tenant_id = $2 AND sha256 = $3 LIMIT 1',
    [deliveryId, sql.scope.tenantId, mail.sha256],
  );
  return row?.id;
}

export type Kept = { readonly mail: Inbound; readonly to: Addressee; readonly deliveryId: number | null };

// The bytes of all mails come as one value, in which each finds its own: binary, where an array would be read as text.
const INSERT = `INSERT INTO inbound_messages
  (tenant_id, mailbox_id, kind, mail_from, rcpt_to, from_header, subject, message_id, delivery_id, raw, sha256)
  SELECT t, b, k, f, r, h, s, m, d, substring($10::bytea FROM at FOR size), substring($13::bytea FROM n::int * 32 - 31 FOR 32)
  FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $11::int[], $12::int[])
    WITH ORDINALITY AS given (t, b, k, f, r, h, s, m, d, at, size, n)
  ORDER BY n RETURNING id`;

/** Keeps mails, their bytes and what a list of mails shows of them, in one statement. Returns their ids in the same order. */
export async function keepAll(sql: Sql, kept: readonly Kept[]): Promise<number[]> {
  const raws: Buffer[] = [];
  const starts: number[] = [];
  const sizes: number[] = [];
  let end = 0;
  for (const { mail, to } of kept) {
    const trace = Buffer.from(to.trace ?? '');
    raws.push(trace, mail.bytes);
    starts.push(end + 1);
    sizes.push(trace.length + mail.bytes.length);
    end += sizes.at(-1)!;
  }
  const rows = await sql.query<{ id: number }>(INSERT, [
    kept.map(({ to }) => to.destination.tenantId),
    kept.map(({ to }) => (to.destination.kind === 'mailbox' ? to.destination.mailboxId : null)),
    kept.map(({ mail, to }): InboundKind => kindOf(mail, to)),
    kept.map(({ mail }) => mail.mailFrom),
    kept.map(({ to }) => to.rcptTo),
    kept.map(({ mail }) => mail.fromHeader),
    kept.map(({ mail }) => mail.subject),
    kept.map(({ mail }) => mail.messageId),
    kept.map(({ deliveryId }) => deliveryId),
    Buffer.concat(raws, end),
    starts,
    sizes,
    Buffer.concat(kept.map(({ mail }) => mail.sha256)),
  ]);
  return rows.map((row) => row.id);
}
