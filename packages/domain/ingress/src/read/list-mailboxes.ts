import type { TenantSql } from '@hikyaku/db';

export type Mailbox = {
  readonly id: number;
  readonly address: string;
  readonly name: string;
  /** Mails that nobody has opened. */
  readonly unseen: number;
  readonly createdAt: Date;
};

/** One page of the tenant's mailboxes, oldest first. `cursor` is the id of the last one of the page before. */
export async function listMailboxes(
  sql: TenantSql,
  page: { readonly limit: number; readonly cursor?: number | null },
): Promise<{ rows: Mailbox[]; nextCursor: number | null }> {
  const rows = await sql.query<Mailbox>(
    `SELECT b.id, b.address, b.name, b.created_at AS "createdAt",
       (SELECT count(*) FROM inbound_messages m WHERE m.mailbox_id = b.id AND NOT m.seen) AS unseen
     FROM mailboxes b WHERE b.tenant_id = $1 AND b.id > $2::bigint ORDER BY b.id LIMIT $3`,
    [sql.scope.tenantId, page.cursor ?? 0, page.limit + 1],
  );
  const kept = rows.slice(0, page.limit);
  return { rows: kept, nextCursor: rows.length > page.limit ? (kept.at(-1)?.id ?? null) : null };
}
