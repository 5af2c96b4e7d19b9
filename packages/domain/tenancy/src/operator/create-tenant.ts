import { type Database, mintTenantScope, type Sql, type TenantScope, withTenant } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { hashPassword } from '../sign-in/password.ts';

/** The system tenant: it sends the platform's own mail, and its owners and admins are the operators. */
export const SYSTEM_TENANT_ID = 1;

/** To act for the platform itself: system mail, seeds, operators' work. */
export const systemScope = (actor = 'system'): TenantScope => mintTenantScope(SYSTEM_TENANT_ID, actor);

export type NewTenant = {
  readonly name: string;
  readonly locale?: string;
  /** Recipients a day; null: no quota. */
  readonly dailyQuota: number | null;
  readonly owner: { readonly email: string; readonly name: string; readonly password?: string };
};

/**
 * A tenant with its first owner, whose address counts as confirmed: for seeds and operators. A known address keeps its
 * account and password. `db`: the app's pool or a transaction of it; `owner.email` is canonical.
 */
export async function createTenant(db: Sql, tenant: NewTenant): Promise<{ scope: TenantScope; userId: number }> {
  const locale = tenant.locale ?? 'ja';
  const hash = tenant.owner.password === undefined ? null : await hashPassword(tenant.owner.password);
  const [account] = await db.query<{ id: number }>('SELECT account_ensure($1, $2, $3, $4) AS id', [
    tenant.owner.email,
    tenant.owner.name,
    locale,
    hash,
  ]);
  const userId = account!.id;
  const [made] = await db.query<{ id: number }>('SELECT tenant_create($1, $2, $3, $4) AS id', [
    tenant.name,
    locale,
    tenant.dailyQuota,
    userId,
  ]);
  return { scope: mintTenantScope(made!.id, `user:${userId}`), userId };
}

/** Makes a person an operator: owner of the system tenant. For seeds and the operator's own command. */
export const grantOperator = (db: Database, userId: number): Promise<void> =>
  withTenant(db, systemScope(), async (sql) => {
    await sql.query("INSERT INTO members (tenant_id, user_id, role) VALUES ($1, $2, 'owner') ON CONFLICT DO NOTHING", [
      SYSTEM_TENANT_ID,
      userId,
    ]);
    await writeAudit(sql, 'operator.grant', `user:${userId}`);
  });
