import type { TenantSql } from '@hikyaku/db';
import { COUNTS, type CountRow, type Excluded, formatCount, JUDGED } from './judge-members.ts';

/** Contacts laid out at a time. */
const CHUNK = 50_000;

export type FrozenAudience = { readonly planned: number; readonly excluded: Excluded; readonly chunks: number };

/**
 * Writes who gets a campaign into `campaign_chunks` (numbered from 0), in one statement over one snapshot: exactly the
 * people whom `countAudience` counts as sendable. Ordered by domain, so that a chunk has few sites.
 */
export async function freezeAudience(
  sql: TenantSql,
  audience: { readonly campaignId: number; readonly listIds: readonly number[] },
): Promise<FrozenAudience> {
  const [row] = await sql.query<CountRow & { chunks: number }>(
    `WITH ${JUDGED}, placed AS (
       SELECT id, domain, (row_number() OVER (ORDER BY domain, id) - 1) / $4::int AS chunk FROM judged WHERE excluded IS NULL
     ), laid AS (
       INSERT INTO campaign_chunks (tenant_id, campaign_id, chunk, contact_ids)
       SELECT $1, $3, chunk, array_agg(id ORDER BY domain, id) FROM placed GROUP BY chunk RETURNING chunk
     )
     SELECT ${COUNTS}, (SELECT count(*) FROM laid) AS chunks FROM judged`,
    [sql.scope.tenantId, audience.listIds, audience.campaignId, CHUNK],
  );
  const { sendable, excluded } = formatCount(row!);
  return { planned: sendable, excluded, chunks: row!.chunks };
}
