import type { Database } from '@hikyaku/db';
import { listWorkerFolders } from './kept-numbers.ts';
import { readSettled } from './settled-ledger.ts';

const PORTION = 20_000;
/** Clocks of the machines may differ by this much; a number that was drawn twice is further apart. */
const SKEW = '1 minute';

// Open here, settled there. Whoever was accepted after the entry was written only bears the same number.
const KEEP = `
INSERT INTO egress_evidence (delivery_id, state)
SELECT DISTINCT ON (d.id) d.id, s.state FROM unnest($1::bigint[], $2::smallint[], $3::float8[]) s(id, state, at)
JOIN deliveries d ON d.id = s.id AND d.state IN (0, 1, 7) AND d.state <> s.state
JOIN recipients r ON r.id = d.id AND r.created_at <= to_timestamp(s.at / 1000) + interval '${SKEW}'
ORDER BY d.id, s.at DESC
ON CONFLICT (delivery_id) DO NOTHING`;

/**
 * Reads what all worker folders of this home say about who is settled, and keeps of it what the database does not know.
 * Answers how many entries there were. Safe to repeat, and beside other machines.
 */
export async function gatherEvidence(db: Database, home: string, worker: string): Promise<number> {
  let entries = 0;
  let ids: number[] = [];
  let states: number[] = [];
  let ats: number[] = [];
  const keep = async () => {
    await db.query(KEEP, [ids, states, ats]);
    [ids, states, ats] = [[], [], []];
  };
  for (const folder of listWorkerFolders(home)) {
    for (const block of readSettled(folder)) {
      for (const id of block.ids) {
        ids.push(id);
        states.push(block.state);
        ats.push(block.at);
      }
      entries += block.ids.length;
      if (ids.length >= PORTION) await keep();
    }
  }
  await keep();
  await db.query(
    `INSERT INTO egress_witnesses (worker, entries) SELECT $1, $2 WHERE EXISTS (SELECT 1 FROM egress_hold)
     ON CONFLICT (worker) DO UPDATE SET at = now(), entries = excluded.entries`,
    [worker, entries],
  );
  return entries;
}
