import { type Database, formatId, type TenantSql, withTenant } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import type { Principal } from '../principal/principal.ts';
import { notFound, ok, type Result, refuse, refuseField } from '../result.ts';
import { validateText } from '../validate-text.ts';
import { systemScope } from './create-tenant.ts';

export type TenantEntry = {
  readonly id: number;
  readonly name: string;
  readonly isSystem: boolean;
  readonly status: 'active' | 'held';
  readonly heldReason: string | null;
  readonly dailyQuota: number | null;
  readonly createdAt: Date;
  readonly members: number;
  readonly usedToday: number;
};

/** All tenants by id; `after` is the last id of the page before. `db` here and below: the app's pool. 403 for others. */
export const listTenants = (
  db: Database,
  principal: Principal,
  page: { readonly limit: number; readonly after?: number },
): Promise<Result<TenantEntry[]>> =>
  operate(db, principal, async (sql) =>
    ok(
      await sql.query<TenantEntry>(
        `SELECT id, name, is_system AS "isSystem", status, held_reason AS "heldReason", daily_quota AS "dailyQuota",
           created_at AS "createdAt", members, used_today AS "usedToday" FROM operator_tenants($1, $2)`,
        [page.after ?? 0, page.limit],
      ),
    ),
  );

/** Stops all sending of a tenant; `reason` is shown to it. The system tenant cannot be held. */
export async function holdTenant(
  db: Database,
  principal: Principal,
  tenantId: number,
  reason: string,
): Promise<Result<void>> {
  const why = validateText('reason', reason, { min: 1, max: 500, lines: true });
  if (!why.ok) return why;
  return operate(db, principal, (sql) =>
    change(sql, 'tenant.hold', tenantId, 'SELECT operator_hold($1, $2, $3) AS done', [tenantId, why.value]),
  );
}

export const releaseTenant = (db: Database, principal: Principal, tenantId: number): Promise<Result<void>> =>
  operate(db, principal, (sql) =>
    change(sql, 'tenant.release', tenantId, 'SELECT operator_hold($1, $2, $3) AS done', [tenantId, null]),
  );

/** `recipients` a day; null lifts the quota. */
export async function setDailyQuota(
  db: Database,
  principal: Principal,
  tenantId: number,
  recipients: number | null,
): Promise<Result<void>> {
  if (recipients !== null && !(Number.isSafeInteger(recipients) && recipients >= 0)) {
    return refuseField('daily_quota', 'A quota is a whole number, or nothing.');
  }
  return operate(db, principal, (sql) =>
    change(sql, 'tenant.quota', tenantId, 'SELECT operator_quota($1, $2, $3) AS done', [tenantId, recipients]),
  );
}

/** Inside the system tenant, whichever tenant the operator has in use: the database asks for it once more. */
async function operate<T>(
  db: Database,
  principal: Principal,
  run: (sql: TenantSql) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!principal.isOperator) return refuse(403, 'forbidden', 'Only an operator may do this.');
  return withTenant(db, systemScope(`operator:${principal.userId}`), run);
}

async function change(
  sql: TenantSql,
  action: string,
  tenantId: number,
  statement: string,
  values: readonly unknown[],
): Promise<Result<void>> {
  const [row] = await sql.query<{ done: boolean }>(statement, [...values, sql.scope.actor]);
  if (!row?.done) return notFound('tenant');
  await writeAudit(sql, action, formatId('tenant', tenantId));
  return ok(undefined);
}
