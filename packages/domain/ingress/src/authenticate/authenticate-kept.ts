import type { Database } from '@hikyaku/db';
import type { Authenticate, AuthResults } from './auth-results.ts';

type Unchecked = { id: number; tenant_id: number };

const AT_ONCE = 100;
/** Mails in memory at once: each may be 25 MB. */
const LANES = 8;

// Both are read by their keys, side by side.
const FIND = `SELECT m.id, m.tenant_id FROM inbound_messages m LEFT JOIN inbound_auth a ON a.inbound_id = m.id
  WHERE m.id > $1 AND a.inbound_id IS NULL ORDER BY m.id LIMIT ${AT_ONCE}`;

const INSERT = `INSERT INTO inbound_auth (inbound_id, tenant_id, spf, dkim, dmarc, arc, detail)
  SELECT t.* FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])
    AS t (inbound_id, tenant_id, spf, dkim, dmarc, arc, detail)
  WHERE EXISTS (SELECT 1 FROM inbound_messages m WHERE m.id = t.inbound_id)
  ON CONFLICT DO NOTHING`;

/**
 * Records SPF, DKIM, DMARC and ARC of mails kept after `from` (an id) that have no such record yet, at most a hundred. Returns
 * the id up to which it has looked, and whether there is more. Two at once do the same work twice, and no harm.
 */
export async function authenticateKept(
  engine: Database,
  authenticate: Authenticate,
  from: number,
): Promise<{ upTo: number; more: boolean }> {
  const found = await engine.query<Unchecked>(FIND, [from]);
  if (found.length === 0) return { upTo: from, more: false };
  const checked: (Unchecked & AuthResults)[] = [];
  let next = 0;
  const lane = async () => {
    for (let one = found[next++]; one; one = found[next++]) {
      const [row] = await engine.query<{ raw: Buffer }>('SELECT raw FROM inbound_messages WHERE id = $1', [one.id]);
      if (row) checked.push({ ...one, ...(await authenticate(row.raw)) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await engine.query(INSERT, [
    checked.map((one) => one.id),
    checked.map((one) => one.tenant_id),
    checked.map((one) => one.spf),
    checked.map((one) => one.dkim),
    checked.map((one) => one.dmarc),
    checked.map((one) => one.arc),
    checked.map((one) => JSON.stringify(one.detail)),
  ]);
  return { upTo: found.at(-1)!.id, more: found.length === AT_ONCE };
}

/** Where to begin after a start: what a process left unchecked when it ended lies among the newest. */
export async function findFirstUnchecked(engine: Database): Promise<number> {
  const [row] = await engine.query<{ id: number | null }>(
    `SELECT min(id) - 1 AS id FROM (SELECT id, received_at FROM inbound_messages ORDER BY id DESC LIMIT 10000) AS newest
     WHERE received_at > now() - interval '1 day'`,
  );
  return row?.id ?? 0;
}
