import type { Database, Sql } from '@hikyaku/db';
import { findSites, type SiteWorld } from '@hikyaku/submission';
import { writeDelta } from '../count/write-delta.ts';
import { type LaidChunk, layChunk } from './lay-chunk.ts';
import { mergeColumn } from './merge-column.ts';

/** Recipients of one site that are sent together, at most. */
export const BATCH_MAX = 500;

export type PlanWorld = SiteWorld & {
  /** Recipients a batch of this site may have: 500, or five seconds of the permitted rate when that is less. */
  batchSize?(site: { readonly key: string; readonly domains: readonly string[] }): number;
};

export type Planned = {
  /** True while a further chunk waits. */
  readonly more: boolean;
  /** Sites that now have ready batches. */
  readonly sites: readonly number[];
};

type Busy = { tenant_id: number; content_id: number; status: string; fields: string[] };

const NOTHING: Planned = { more: false, sites: [] };

/**
 * Lays out the next 50,000 people of a frozen audience: one recipient, one delivery each, and batches per site, in one
 * transaction together with the counts and the cursor. The batches of a campaign that is paused, or was canceled (its rows
 * are canceled next), are held. Does nothing when another planner holds the campaign or nothing is left.
 */
export function planChunk(engine: Database, world: PlanWorld, campaignId: number): Promise<Planned> {
  return engine.transaction(async (sql) => {
    const campaign = await takeCampaign(sql, campaignId);
    if (!campaign) return NOTHING;
    const chunk = await takeChunk(sql, campaignId);
    const held = campaign.status !== 'planning';
    let laid: LaidChunk = { rows: 0, sites: [], first: null, last: null };
    if (chunk) {
      const sites = await placeDomains(engine, sql, world, chunk.contact_ids, campaign.tenant_id);
      laid = await layChunk(sql, {
        campaignId,
        tenantId: campaign.tenant_id,
        contentId: campaign.content_id,
        contactIds: chunk.contact_ids,
        merge: mergeColumn(campaign.fields),
        sites,
        held,
      });
      // A contact that was deleted since was planned and counted; nothing can be sent to it.
      const vanished = chunk.contact_ids.length - laid.rows;
      await writeDelta(sql, campaign.tenant_id, campaignId, { queued: -vanished, canceled: vanished });
      await sql.query(
        `UPDATE campaigns SET chunks_done = chunks_done + 1, updated_at = now(), vanished = vanished + $2,
           first_delivery_id = least(first_delivery_id, $3), last_delivery_id = greatest(last_delivery_id, $4) WHERE id = $1`,
        [campaignId, vanished, laid.first, laid.last],
      );
    }
    const more = await hasChunk(sql, campaignId);
    if (!more) {
      await sql.query(
        `UPDATE campaigns SET status = 'sending', updated_at = now() WHERE id = $1 AND status = 'planning'`,
        [campaignId],
      );
    }
    return { more, sites: held ? [] : laid.sites };
  });
}

async function takeCampaign(sql: Sql, campaignId: number): Promise<Busy | undefined> {
  const [campaign] = await sql.query<Busy>(
    `SELECT c.tenant_id, c.content_id, c.status, k.fields FROM campaigns c JOIN contents k ON k.id = c.content_id
     WHERE c.id = $1 AND c.status IN ('planning', 'paused', 'canceled') AND c.completed_at IS NULL
     FOR NO KEY UPDATE OF c SKIP LOCKED`,
    [campaignId],
  );
  return campaign;
}

async function takeChunk(sql: Sql, campaignId: number): Promise<{ contact_ids: number[] } | undefined> {
  const [chunk] = await sql.query<{ contact_ids: number[] }>(
    `DELETE FROM campaign_chunks WHERE campaign_id = $1
       AND chunk = (SELECT min(chunk) FROM campaign_chunks WHERE campaign_id = $1) RETURNING contact_ids`,
    [campaignId],
  );
  return chunk;
}

const hasChunk = async (sql: Sql, campaignId: number): Promise<boolean> =>
  (await sql.query('SELECT 1 FROM campaign_chunks WHERE campaign_id = $1 LIMIT 1', [campaignId])).length > 0;

/**
 * Every domain of these contacts with its site and the size of that site's batches. Domains that nobody knew are committed
 * at once, through `engine`: whoever writes to one of them meanwhile must not wait for the whole chunk.
 */
async function placeDomains(engine: Sql, sql: Sql, world: PlanWorld, contactIds: readonly number[], tenantId: number) {
  const domains = await sql.query<{ domain: string }>(
    'SELECT DISTINCT domain FROM contacts WHERE id = ANY ($1) AND tenant_id = $2',
    [contactIds, tenantId],
  );
  const placed = await findSites(
    engine,
    world,
    domains.map((row) => row.domain),
  );
  const bySite = new Map<number, string[]>();
  for (const [domain, site] of placed) push(bySite, site, domain);
  const keys = await sql.query<{ id: number; key: string }>('SELECT id, key FROM sites WHERE id = ANY ($1)', [
    [...bySite.keys()],
  ]);
  return keys.flatMap(({ id, key }) => {
    const named = bySite.get(id)!;
    const size = Math.max(1, Math.min(BATCH_MAX, Math.floor(world.batchSize?.({ key, domains: named }) ?? BATCH_MAX)));
    return named.map((domain) => ({ domain, siteId: id, size }));
  });
}

// One site may hold most domains: a copied list for each would be quadratic.
function push(bySite: Map<number, string[]>, site: number, domain: string): void {
  const named = bySite.get(site);
  if (named) named.push(domain);
  else bySite.set(site, [domain]);
}
