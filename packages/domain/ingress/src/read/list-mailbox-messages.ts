import type { TenantSql } from '@hikyaku/db';
import { INBOUND_COLUMNS, type InboundMessage } from './inbound-message.ts';

/** One page of a mailbox, newest first. Null when this tenant has no such mailbox. */
export async function listMailboxMessages(
  sql: TenantSql,
  page: { readonly mailboxId: number; readonly limit: number; readonly cursor?: number | null },
): Promise<{ rows: InboundMessage[]; nextCursor: number | null } | null> {
  const { tenantId } = sql.scope;
  const known = await sql.query('SELECT 1 FROM mailboxes WHERE tenant_id = $1 AND id = $2', [tenantId, page.mailboxId]);
  if (known.length === 0) return null;
  const rows = await sql.query<InboundMessage>(
    `SELECT ${INBOUND_COLUMNS} FROM inbound_messages m
     WHERE m.tenant_id = $1 AND m.mailbox_id = $2 AND ($3::bigint IS NULL OR m.id < $3) ORDER BY m.id DESC LIMIT $4`,
    [tenantId, page.mailboxId, page.cursor ?? null, page.limit + 1],
  );
  const kept = rows.slice(0, page.limit);
  return { rows: kept, nextCursor: rows.length > page.limit ? (kept.at(-1)?.id ?? null) : null };
}
