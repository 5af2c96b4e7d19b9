import type { TenantSql } from '@hikyaku/db';
import type { Inbound } from './inbound.ts';

/** Which recipient of this tenant a mail in a mailbox answers: the first whose Message-ID it quotes. */
export async function correlate(sql: TenantSql, { quoted }: Inbound): Promise<number | null> {
  if (quoted.length === 0) return null;
  const rows = await sql.query<{ id: number }>('SELECT id FROM recipients WHERE id = ANY ($1) AND tenant_id = $2', [
    quoted,
    sql.scope.tenantId,
  ]);
  const ours = new Set(rows.map((row) => row.id));
  return quoted.find((id) => ours.has(id)) ?? null;
}
