import type { Sql } from '@hikyaku/db';
import type { COUNTED } from './count-columns.ts';

export type Delta = Readonly<Partial<Record<(typeof COUNTED)[number], number>>>;

/** Writes a change of counts, in the transaction that changes the states. A change of nothing is not written. */
export async function writeDelta(sql: Sql, tenantId: number, campaignId: number, delta: Delta): Promise<void> {
  const changed = Object.entries(delta).filter(([, by]) => by !== 0);
  if (changed.length === 0) return;
  const names = changed.map(([name]) => name).join(', ');
  const places = changed.map((_, at) => `$${at + 3}`).join(', ');
  await sql.query(`INSERT INTO campaign_deltas (tenant_id, campaign_id, ${names}) VALUES ($1, $2, ${places})`, [
    tenantId,
    campaignId,
    ...changed.map(([, by]) => by),
  ]);
}
