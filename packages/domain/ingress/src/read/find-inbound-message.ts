import type { TenantSql } from '@hikyaku/db';
import { INBOUND_COLUMNS, type InboundMessage } from './inbound-message.ts';

/** One received mail with its bytes, or null. It counts as seen from now on. */
export async function findInboundMessage(
  sql: TenantSql,
  id: number,
): Promise<(InboundMessage & { readonly raw: Buffer }) | null> {
  const [row] = await sql.query<InboundMessage & { raw: Buffer }>(
    `UPDATE inbound_messages m SET seen = true WHERE m.tenant_id = $1 AND m.id = $2 RETURNING ${INBOUND_COLUMNS}, m.raw`,
    [sql.scope.tenantId, id],
  );
  return row ?? null;
}
