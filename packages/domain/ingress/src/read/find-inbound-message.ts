import type { TenantSql } from '@hikyaku/db';
import { INBOUND_AUTH, INBOUND_COLUMNS, type InboundAuth, type InboundMessage } from './inbound-message.ts';

/** One received mail with its bytes, or null. It counts as seen from now on. */
export async function findInboundMessage(
  sql: TenantSql,
  id: number,
): Promise<(InboundMessage & { readonly raw: Buffer; readonly auth: InboundAuth }) | null> {
  const [row] = await sql.query<InboundMessage & { raw: Buffer; auth: InboundAuth }>(
    `UPDATE inbound_messages m SET seen = true WHERE m.tenant_id = $1 AND m.id = $2 RETURNING ${INBOUND_COLUMNS}, m.raw, ${INBOUND_AUTH}`,
    [sql.scope.tenantId, id],
  );
  return row ?? null;
}
