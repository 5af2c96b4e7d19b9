import { mintTenantScope, type Sql } from '@hikyaku/db';
import { permissionsOf, type Role } from '../principal/permissions.ts';
import { sha256 } from '../secret.ts';
import type { Session } from './session.ts';

type Row = {
  session_id: number;
  user_id: number;
  email: string;
  user_name: string;
  user_locale: string;
  has_password: boolean;
  tenant_id: number;
  role: Role;
  tenant_name: string;
  tenant_status: 'active' | 'held';
  is_system: boolean;
  is_operator: boolean;
  expires_at: Date;
};

/**
 * The gate of the dashboard: who holds this session token, in the tenant in use. Null once it was ended by anything:
 * sign-out, time, a change of password, role or membership. `db`: the app's pool.
 */
export async function findSession(db: Sql, token: string): Promise<Session | null> {
  const [row] = await db.query<Row>('SELECT * FROM session_principal($1)', [sha256(token)]);
  if (!row) return null;
  return {
    scope: mintTenantScope(row.tenant_id, `user:${row.user_id}`),
    permissions: permissionsOf(row.role),
    role: row.role,
    userId: row.user_id,
    isOperator: row.is_operator,
    tenant: { id: row.tenant_id, name: row.tenant_name, status: row.tenant_status, isSystem: row.is_system },
    sessionId: row.session_id,
    expiresAt: row.expires_at,
    user: { email: row.email, name: row.user_name, locale: row.user_locale, hasPassword: row.has_password },
  };
}
