import { type Database, formatId, type TenantSql, withTenant } from '@hikyaku/db';
import { notFound, ok, type Result, refuseField, systemScope, writeAudit } from '@hikyaku/tenancy';
import { impose } from '../shape/imposed-limits.ts';

const MINUTE_MS = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;
const REASON_MAX = 500;

/** Under what name an operator's suspension stands among those of rules. */
const OPERATOR = 'operator';

export type SuspendSite = {
  readonly minutes: number;
  readonly reason: string;
  /** One of our addresses; left out: all. */
  readonly source?: string;
};

/** Stops all mail to a site until the time is over or it is lifted: what waits is not tried. `actor` as in the audit log. */
export async function suspendSite(
  engine: Database,
  actor: string,
  siteId: number,
  { minutes, reason, source = '' }: SuspendSite,
): Promise<Result<Date>> {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > WEEK_MINUTES)
    return refuseField('minutes', `A suspension lasts from 1 minute to ${WEEK_MINUTES}.`);
  if (reason.trim() === '' || reason.length > REASON_MAX)
    return refuseField('reason', `A reason is needed, of ${REASON_MAX} characters at most.`);
  return change(engine, actor, siteId, async (sql, key) => {
    const limit = { rule: OPERATOR, source, tenantId: 0, campaignId: 0, suspended: true, why: reason.trim() };
    const until = await impose(sql, siteId, { ...limit, connections: null, perMinute: null }, minutes * MINUTE_MS);
    await writeAudit(sql, 'site.suspend', formatId('site', siteId), { key, minutes, reason: reason.trim(), source });
    return until;
  });
}

/** Ends everything that is imposed on a site now, by rules and by operators. Answers how much that was. */
export const liftSite = (engine: Database, actor: string, siteId: number): Promise<Result<number>> =>
  change(engine, actor, siteId, async (sql, key) => {
    const lifted = await sql.query<{ rule: string }>(
      'UPDATE site_limits SET until = now() WHERE site_id = $1 AND until > now() RETURNING rule',
      [siteId],
    );
    await writeAudit(sql, 'site.lift', formatId('site', siteId), { key, rules: lifted.map((one) => one.rule) });
    return lifted.length;
  });

/** One transaction of the engine, in which the audit entry is written too. */
function change<T>(
  engine: Database,
  actor: string,
  siteId: number,
  run: (sql: TenantSql, key: string) => Promise<T>,
): Promise<Result<T>> {
  return withTenant(engine, systemScope(actor), async (sql) => {
    const [site] = await sql.query<{ key: string }>('SELECT key FROM sites WHERE id = $1', [siteId]);
    return site ? ok(await run(sql, site.key)) : notFound('site');
  });
}
