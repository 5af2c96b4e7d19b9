import { createHash } from 'node:crypto';
import type { Database } from '@hikyaku/db';
import type { MxAnswer, MxHost, Resolver } from '@hikyaku/dns';
import type { TlsWorld } from '../tls/open-tls.ts';
import type { StsPolicy } from '../tls/parse-policy.ts';
import type { Shaping } from './shaping.ts';

export type Site = {
  readonly id: number;
  readonly key: string;
  readonly mx: readonly string[];
  /** Connections that it has been found to bear; null: nobody has tried. */
  readonly learned: number | null;
};

/** Where a domain's mail goes now: its hosts by preference, or why it goes nowhere. */
export type Destination =
  | {
      readonly kind: 'hosts';
      readonly hosts: readonly MxHost[];
      readonly siteId: number;
      readonly policy: StsPolicy | null;
    }
  | { readonly kind: 'null-mx' }
  | { readonly kind: 'nxdomain' }
  | { readonly kind: 'temporary'; readonly reason: string };

/** The key of a site: its provider's name, its only MX, or the first of its MX and a hash of them all (sorted, lower case). */
export function siteKeyOf(mx: readonly string[], shaping: Shaping): string {
  const provider = shaping.providerOf(mx);
  if (provider) return provider;
  const hash = createHash('sha256').update(mx.join(',')).digest('hex').slice(0, 8);
  return mx.length === 1 ? `mx:${mx[0]}` : `mx:${mx[0]}+${hash}`;
}

export const mxSetOf = (hosts: readonly MxHost[]): string[] =>
  [...new Set(hosts.map((host) => host.exchange.toLowerCase()))].sort();

/**
 * Looks a domain up (answers are cached by TTL) and finds the site that its MX set makes. When that is another than
 * remembered, the domain moves there; what waits for a domain that was a site of its own follows with `moveSite`.
 */
export async function resolveDomain(
  world: { db: Database; resolver: Resolver; shaping: Shaping; tls: Pick<TlsWorld, 'policies'> },
  domain: string,
): Promise<Destination> {
  const answer: MxAnswer = await world.resolver.mx(domain);
  if (answer.kind !== 'hosts' && answer.kind !== 'implicit') return answer;
  const mx = mxSetOf(answer.hosts);
  const siteId = await placeDomain(world.db, domain, siteKeyOf(mx, world.shaping), mx);
  return { kind: 'hosts', hosts: answer.hosts, siteId, policy: await world.tls.policies.policyOf(domain) };
}

// Remembered per process, so that the common case costs no query.
const placed = new WeakMap<Database, Map<string, { key: string; siteId: number }>>();

async function placeDomain(db: Database, domain: string, key: string, mx: readonly string[]): Promise<number> {
  let known = placed.get(db);
  if (!known) {
    known = new Map();
    placed.set(db, known);
  }
  const before = known.get(domain);
  if (before?.key === key) return before.siteId;
  const siteId = await db.transaction(async (sql) => {
    const [site] = await sql.query<{ id: number }>(
      'INSERT INTO sites (key, mx) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET mx = excluded.mx RETURNING id',
      [key, mx],
    );
    await sql.query(
      `INSERT INTO site_domains (domain, site_id, checked_at) VALUES ($1, $2, now())
       ON CONFLICT (domain) DO UPDATE SET site_id = $2, checked_at = now()`,
      [domain, site!.id],
    );
    return site!.id;
  });
  if (known.size > 100_000) known.clear();
  known.set(domain, { key, siteId });
  return siteId;
}

/**
 * Moves all that waits at one site to another: batches by their row, and due rows. A planner that looked the domain up
 * before it moved commits afterwards, and a claimed batch comes back: whoever finds work at a site that moved moves it on.
 */
export async function moveSite(db: Database, from: number, to: number): Promise<void> {
  await db.query('UPDATE batches SET site_id = $2 WHERE site_id = $1 AND state IN (0, 2)', [from, to]);
  await db.query('UPDATE deliveries SET site_id = $2 WHERE site_id = $1 AND due_at IS NOT NULL', [from, to]);
}
