import type { TenantSql } from '@hikyaku/db';
import { type AudienceCount, COUNTS, type CountRow, formatCount, JUDGED } from './judge-members.ts';

/** The exact audience of these lists at this moment: total = sendable + everything excluded. */
export async function countAudience(sql: TenantSql, listIds: readonly number[]): Promise<AudienceCount> {
  const [row] = await sql.query<CountRow>(`WITH ${JUDGED} SELECT ${COUNTS} FROM judged`, [sql.scope.tenantId, listIds]);
  return formatCount(row!);
}
