import type { TenantSql } from '@hikyaku/db';
import { ok, type Result, refuse, refuseUntil } from '../result.ts';

type Tenant = {
  status: 'active' | 'held';
  held_reason: string | null;
  daily_quota: number | null;
  day: string;
  seconds_left: number;
};

const TENANT = `SELECT status, held_reason, daily_quota, local::date::text AS day,
    ceil(extract(epoch FROM date_trunc('day', local) + interval '1 day' - local))::int AS seconds_left
  FROM tenants, LATERAL (SELECT now() AT TIME ZONE timezone AS local) clock WHERE id = $1`;

// One statement decides and counts: two submissions at once cannot both take the last of it.
const TAKE = `INSERT INTO tenant_usage AS u (tenant_id, day, recipients) VALUES ($1, $2, $3)
  ON CONFLICT (tenant_id, day) DO UPDATE SET recipients = u.recipients + excluded.recipients
  WHERE u.recipients + excluded.recipients <= $4 RETURNING recipients`;

/**
 * Takes `recipients` from the tenant's quota of today (its own time zone), in the transaction that accepts them.
 * Refuses with 403 `tenant_held` or 429 `quota`. A tenant without a quota is not counted: its submissions need not wait for one row.
 */
export async function takeQuota(sql: TenantSql, recipients: number): Promise<Result<void>> {
  const id = sql.scope.tenantId;
  const [tenant] = await sql.query<Tenant>(TENANT, [id]);
  if (!tenant) throw new Error(`tenant ${id} does not exist`);
  if (tenant.status === 'held') {
    const why = tenant.held_reason ? `: ${tenant.held_reason}` : '';
    return refuse(403, 'tenant_held', `Sending is on hold for this account${why}.`);
  }
  if (tenant.daily_quota === null) return ok(undefined);
  if (recipients <= tenant.daily_quota) {
    const taken = await sql.query(TAKE, [id, tenant.day, recipients, tenant.daily_quota]);
    if (taken.length > 0) return ok(undefined);
  }
  return refuseUntil(
    'quota',
    `This account may send to ${tenant.daily_quota} recipients a day; ${recipients} more would go over that.`,
    tenant.seconds_left,
  );
}
