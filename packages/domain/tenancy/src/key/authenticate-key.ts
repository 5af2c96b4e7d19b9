import { mintTenantScope, type Sql } from '@hikyaku/db';
import type { Permission } from '../principal/permissions.ts';
import type { Principal } from '../principal/principal.ts';
import { sha256 } from '../secret.ts';

type Row = {
  key_id: number;
  tenant_id: number;
  permissions: Permission[];
  requests_per_second: number;
  tenant_name: string;
  tenant_status: 'active' | 'held';
  is_system: boolean;
};

const FIND = 'SELECT * FROM key_principal($1, $2, $3)';

/** The gate of the REST API: `hk_...`, as it stands behind Bearer. Null when it is no live key. `db`: the app's pool. */
export async function authenticateKey(db: Sql, secret: string): Promise<Principal | null> {
  if (!/^hk_[0-9A-Za-z]{40}$/.test(secret)) return null;
  const [row] = await db.query<Row>(FIND, ['api', null, sha256(secret)]);
  return row ? principalOf(row) : null;
}

/** The gate of SMTP AUTH. Null when the name or the password is wrong. `db`: the app's pool. */
export async function authenticateSmtp(db: Sql, username: string, password: string): Promise<Principal | null> {
  // Postgres text holds no NUL; a real name has none.
  if (!/^smtp_[0-9A-Za-z]{16}$/.test(username)) return null;
  const [row] = await db.query<Row>(FIND, ['smtp', username, sha256(password)]);
  return row ? principalOf(row) : null;
}

const principalOf = (row: Row): Principal => ({
  scope: mintTenantScope(row.tenant_id, `key:${row.key_id}`),
  permissions: new Set(row.permissions),
  keyId: row.key_id,
  requestsPerSecond: row.requests_per_second,
  isOperator: false,
  tenant: { id: row.tenant_id, name: row.tenant_name, status: row.tenant_status, isSystem: row.is_system },
});
