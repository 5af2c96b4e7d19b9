import type { Sql } from '@hikyaku/db';
import type { MergeColumn } from './merge-column.ts';

export type Chunk = {
  readonly campaignId: number;
  readonly tenantId: number;
  readonly contentId: number;
  readonly contactIds: readonly number[];
  readonly merge: MergeColumn;
  readonly sites: readonly { readonly domain: string; readonly siteId: number; readonly size: number }[];
  /** Held: the batches wait, for a resume or to be canceled. */
  readonly held: boolean;
};

export type LaidChunk = {
  readonly rows: number;
  readonly sites: readonly number[];
  /** The lowest and the highest id drawn; null when nobody is left. */
  readonly first: number | null;
  readonly last: number | null;
};

/**
 * Writes recipients, deliveries and batches of one chunk in one statement. Ids are drawn in the order of sites, so that a
 * batch is a range of them. `rows`: how many of the contacts still exist.
 */
export async function layChunk(sql: Sql, chunk: Chunk): Promise<LaidChunk> {
  // 50,000 rows with their merge values are sorted and kept: in memory rather than in temporary files.
  await sql.query("SET LOCAL work_mem = '64MB'");
  const [laid] = await sql.query<Omit<LaidChunk, 'sites'> & { sites: number[] | null }>(lay(chunk.merge, chunk.held), [
    chunk.contactIds,
    chunk.tenantId,
    chunk.campaignId,
    chunk.contentId,
    chunk.sites.map((site) => site.domain),
    chunk.sites.map((site) => site.siteId),
    chunk.sites.map((site) => site.size),
    ...(chunk.merge.keys.length > 0 ? [chunk.merge.keys] : []),
  ]);
  return { ...laid!, sites: laid!.sites ?? [] };
}

// The number of a planned batch is its first ledger id: it needs no look-up, and no number of the batches' own sequence
// (those gathered from due rows) comes near it.
const lay = (merge: MergeColumn, held: boolean) => `
  WITH people AS (
    SELECT c.id AS contact_id, c.spelling, c.email, c.domain, ${merge.sql('$8')} AS merge, s.site_id,
      (row_number() OVER (PARTITION BY s.site_id ORDER BY c.id) - 1) / s.size AS slot
    FROM unnest($1::bigint[]) w(id) JOIN contacts c ON c.id = w.id AND c.tenant_id = $2
    JOIN unnest($5::text[], $6::int[], $7::int[]) s(domain, site_id, size) ON s.domain = c.domain
  ), drawn AS (
    SELECT p.*, (SELECT ledger_month(now()) << 40) + nextval('ledger_numbers') AS id FROM people p
  ), laid AS MATERIALIZED (
    SELECT d.*, min(id) OVER (PARTITION BY site_id, slot) AS batch_id FROM drawn d
  ), people_in AS (
    INSERT INTO recipients (id, tenant_id, campaign_id, contact_id, content_id, stream, address, email, domain, merge)
    SELECT id, $2, $3, contact_id, $4, 1, spelling, email, domain, merge FROM laid
  ), deliveries_in AS (
    INSERT INTO deliveries (id, batch_id, tenant_id, campaign_id, site_id, state, stream)
    SELECT id, batch_id, $2, $3, site_id, 0, 1 FROM laid
  ), batches_in AS (
    INSERT INTO batches (id, tenant_id, campaign_id, site_id, stream, state, first_id, last_id, queued) OVERRIDING SYSTEM VALUE
    SELECT batch_id, $2, $3, site_id, 1, ${held ? 2 : 0}, min(id), max(id), count(*) FROM laid GROUP BY batch_id, site_id
  )
  SELECT count(*) AS rows, array_agg(DISTINCT site_id) AS sites, min(id) AS first, max(id) AS last FROM laid`;
