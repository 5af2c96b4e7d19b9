import type { Database } from '@hikyaku/db';
import type { Resolver } from '@hikyaku/dns';
import type { Log } from '@hikyaku/log';
import { type FetchFault, type FetchWorld, fetchPolicy } from './fetch-policy.ts';
import { readPolicyId, type StsPolicy } from './parse-policy.ts';

export type StsPolicies = {
  /** The policy in force for mail to this domain; null when it has none, or says "none". May take a fetch (ten seconds). */
  policyOf(domain: string): Promise<StsPolicy | null>;
  /** Takes over what other workers have fetched. */
  reload(): Promise<void>;
};

export type PoliciesWorld = Omit<FetchWorld, 'allowLoopback'> & {
  readonly db: Database;
  readonly resolver: Resolver;
  readonly sandbox: boolean;
  readonly log: Log;
  /** A policy could not be had: its domain may want to hear of it (RFC 8460). */
  readonly onFault: (domain: string, fault: FetchFault, detail: string) => void;
};

type Known = { readonly policy: StsPolicy; readonly fetchedAt: number; readonly expiresAt: number };

/** A policy is looked at again after a day, though its id says that it is the same (RFC 8461 section 3.3). */
const REFRESH_MS = 86_400_000;
/** After a failure the source is left in peace (section 3.3 asks for at least five minutes). */
const RETRY_MS = 5 * 60_000;
const FAILURES_MAX = 10_000;

type Row = {
  domain: string;
  policy_id: string;
  mode: StsPolicy['mode'];
  mx: string[];
  lines: string[];
  fetched_at: Date;
  expires_at: Date;
};

/** Policies of MTA-STS: in memory, in Postgres for all workers, and fetched where a domain announces another one. */
export async function openPolicies(world: PoliciesWorld): Promise<StsPolicies> {
  const known = new Map<string, Known>();
  const fetching = new Map<string, Promise<void>>();
  /** Until when a source is left alone, and the id that it was asked for. */
  const failures = new Map<string, { readonly id: string; readonly until: number }>();
  /** Until when DNS is not asked: it could not answer. */
  const silent = new Map<string, number>();
  let seen = new Date(0);

  const reload = async () => {
    const rows = await world.db.query<Row>(
      'SELECT * FROM sts_policies WHERE fetched_at >= $1 AND expires_at > now() ORDER BY fetched_at',
      [seen],
    );
    for (const row of rows) {
      known.set(row.domain, readRow(row));
      seen = row.fetched_at;
    }
    const now = Date.now();
    for (const [domain, one] of known) if (one.expiresAt <= now) known.delete(domain);
  };

  const fetchOnce = (domain: string, id: string): Promise<void> => {
    const running = fetching.get(domain);
    if (running) return running;
    const started = renew(domain, id).finally(() => fetching.delete(domain));
    fetching.set(domain, started);
    return started;
  };

  const renew = async (domain: string, id: string): Promise<void> => {
    const fetched = await fetchPolicy({ ...world, allowLoopback: world.sandbox }, domain, id);
    if (!fetched.ok) {
      if (failures.size >= FAILURES_MAX) failures.clear();
      failures.set(domain, { id, until: Date.now() + RETRY_MS });
      world.log.warn({ domain, fault: fetched.fault, detail: fetched.detail }, 'an MTA-STS policy could not be had');
      world.onFault(domain, fetched.fault, fetched.detail);
      return;
    }
    failures.delete(domain);
    const { mode, mx, lines, maxAgeSeconds } = fetched.policy;
    const [row] = await world.db.query<Row>(
      `INSERT INTO sts_policies AS p (domain, policy_id, mode, mx, lines, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 s')
       ON CONFLICT (domain) DO UPDATE SET policy_id = $2, mode = $3, mx = $4, lines = $5, fetched_at = now(),
         expires_at = excluded.expires_at
       RETURNING *`,
      [domain, id, mode, mx, lines, maxAgeSeconds],
    );
    known.set(domain, readRow(row!));
  };

  /** Undefined also when nobody can say: what is known stays in force. Such a question may take seconds, so it is not asked anew for each batch. */
  const announcedId = async (domain: string): Promise<string | undefined> => {
    if ((silent.get(domain) ?? 0) > Date.now()) return undefined;
    try {
      return readPolicyId(await world.resolver.txt(`_mta-sts.${domain}`));
    } catch {
      if (silent.size >= FAILURES_MAX) silent.clear();
      silent.set(domain, Date.now() + RETRY_MS);
      return undefined;
    }
  };

  const policyOf = async (domain: string): Promise<StsPolicy | null> => {
    const id = await announcedId(domain);
    const valid = () => {
      const one = known.get(domain);
      return one && one.expiresAt > Date.now() ? one : undefined;
    };
    const before = valid();
    const failure = failures.get(domain);
    const isLeftAlone = failure !== undefined && failure.id === id && failure.until > Date.now();
    if (id !== undefined && !isLeftAlone) {
      if (before?.policy.id !== id) await fetchOnce(domain, id);
      else if (before.fetchedAt + REFRESH_MS < Date.now()) void fetchOnce(domain, id).catch(() => {});
    }
    const policy = valid()?.policy;
    return policy && policy.mode !== 'none' ? policy : null;
  };

  await reload();
  return { policyOf, reload };
}

const readRow = (row: Row): Known => ({
  policy: {
    domain: row.domain,
    id: row.policy_id,
    mode: row.mode,
    mx: row.mx,
    maxAgeSeconds: Math.round((row.expires_at.getTime() - row.fetched_at.getTime()) / 1_000),
    lines: row.lines,
  },
  fetchedAt: row.fetched_at.getTime(),
  expiresAt: row.expires_at.getTime(),
});
