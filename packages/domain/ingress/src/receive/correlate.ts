import { parseId, type TenantSql } from '@hikyaku/db';
import { type Explanation, readHeaders } from '@hikyaku/mail';

const OWN_MESSAGE_ID = /hk\.(msg_[0-9a-z]{12})@/g;

/** Which recipient of this tenant a mail in a mailbox answers: by the Message-ID that a campaign's mail bears, where it is quoted. */
export async function correlate(sql: TenantSql, bytes: Buffer, explanation: Explanation): Promise<number | null> {
  const quoted = readHeaders(bytes)
    .filter(([name]) => /^(in-reply-to|references)$/i.test(name))
    .map(([, value]) => value);
  if (explanation.original?.messageId) quoted.push(explanation.original.messageId);
  for (const [, id] of quoted.join(' ').matchAll(OWN_MESSAGE_ID)) {
    const deliveryId = parseId('message', id!);
    if (deliveryId === null) continue;
    const [row] = await sql.query<{ id: number }>('SELECT id FROM recipients WHERE id = $1 AND tenant_id = $2', [
      deliveryId,
      sql.scope.tenantId,
    ]);
    if (row) return row.id;
  }
  return null;
}
