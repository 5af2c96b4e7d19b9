import type { Config } from '@hikyaku/config';
import { type Database, formatId, mintTenantScope, withTenant } from '@hikyaku/db';
import { leadsTo, type Resolver } from '@hikyaku/dns';
import type { Egress } from '@hikyaku/egress';
import { announce } from '@hikyaku/events';
import { gauge, type Log } from '@hikyaku/log';
import type { Limits } from '@hikyaku/queue';
import { publicHost, recheckDomains } from '@hikyaku/tenancy';
import { carryOutDecision } from './carry-out-decision.ts';
import type { Planner } from './open-planner.ts';
import { openRounds } from './open-rounds.ts';

const EVERY_MS = 5_000;
/** Limits that no longer limit, partitions, sending domains. */
const SELDOM_MS = 60_000;
const HOURLY_MS = 3_600_000;
const PARTITIONS_AHEAD = 3;
const DOMAINS_A_ROUND = 20;

const openRows = gauge('hikyaku_open_recipients', 'Open recipients, by where they stand', ['state']);
const oldestDue = gauge('hikyaku_queue_age_seconds', 'Age of the oldest due recipient that nobody has claimed');

/** Makes good what a lost wake-up forgot, every five seconds, and what the clock asks for. */
export function openSweeper(parts: {
  config: Config;
  db: Database;
  egress: Egress;
  limits: Limits;
  planner: Planner;
  resolver: Resolver;
  log: Log;
}) {
  const { config, db, egress, limits, planner, resolver, log } = parts;
  return openRounds(
    [
      { everyMs: EVERY_MS, what: 'due mail', run: () => sweepMail(db, egress, log) },
      { everyMs: EVERY_MS, what: 'campaigns', run: () => planner.sweep() },
      { everyMs: EVERY_MS, what: 'numbers', run: () => measure(db) },
      { everyMs: SELDOM_MS, what: 'limits', run: () => limits.sweep() },
      {
        everyMs: SELDOM_MS,
        what: 'partitions',
        run: () => db.query('SELECT ensure_partitions(now(), $1)', [PARTITIONS_AHEAD]),
      },
      { everyMs: HOURLY_MS, what: 'retention', run: () => prune(db, egress, config.retentionMonths, log) },
      { everyMs: SELDOM_MS, what: 'TLS reports', run: () => egress.reportTls() },
      { everyMs: SELDOM_MS, what: 'domains', run: () => recheck(db, resolver, config) },
    ],
    log,
  );
}

/** Forgets what is older than the ledger is kept. Not while a restored backup is held: then the past is what counts. */
async function prune(db: Database, egress: Egress, months: number, log: Log): Promise<void> {
  for (let more = !egress.hold(); more; ) {
    const dropped = await db.query<{ what: string; n: number }>('SELECT what, n FROM prune_ledger($1)', [months]);
    if (dropped.length > 0) log.info({ dropped, months }, 'dropped what is older than the ledger is kept');
    more = dropped.length > 0;
  }
}

/** A decision about a restored backup is carried out once this worker's own ledger has been read. */
async function sweepMail(db: Database, egress: Egress, log: Log): Promise<void> {
  await egress.sweep();
  if (await carryOutDecision(db, egress.hold(), log)) await egress.sweep();
}

/** Looks again at sending domains that nobody has looked at for a day. */
async function recheck(db: Database, resolver: Resolver, { url }: Config): Promise<void> {
  const host = publicHost(url);
  const leadsHere = host ? (name: string) => leadsTo(resolver, name, host) : undefined;
  const changes = await recheckDomains(db, resolver.txt, DOMAINS_A_ROUND, leadsHere);
  for (const { tenantId, domainId, name, status } of changes) {
    const data = { id: formatId('domain', domainId), name, status };
    await withTenant(db, mintTenantScope(tenantId, 'system'), (sql) => announce(sql, `domain.${status}`, data));
  }
}

async function measure(db: Database): Promise<void> {
  const [row] = await db.query<{ ready: number; claimed: number; held: number; due: number }>(
    `SELECT coalesce(sum(queued + deferred) FILTER (WHERE state = 0), 0)::int AS ready,
       coalesce(sum(queued + deferred) FILTER (WHERE state = 1), 0)::int AS claimed,
       coalesce(sum(queued + deferred) FILTER (WHERE state = 2), 0)::int AS held,
       (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0) FROM due_groups(NULL, NULL) WHERE due_at <= now())::float AS due
     FROM batches`,
  );
  openRows.set({ state: 'ready' }, row!.ready);
  openRows.set({ state: 'claimed' }, row!.claimed);
  openRows.set({ state: 'held' }, row!.held);
  oldestDue.set(row!.due);
}
