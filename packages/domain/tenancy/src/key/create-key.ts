import { formatId, type TenantSql } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { isPermission, KEY_PERMISSIONS, type Permission, SMTP_PERMISSIONS } from '../principal/permissions.ts';
import { ok, type Result, refuseField } from '../result.ts';
import { randomText, sha256 } from '../secret.ts';
import { validateName } from '../validate-text.ts';

const PREFIX_LENGTH = 8;

const INSERT = `INSERT INTO api_keys (tenant_id, kind, name, username, secret_sha256, prefix, permissions, requests_per_second)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`;

/**
 * An API key: `hk_` + 40 characters, shown this once and stored as SHA-256. Permissions are those of KEY_PERMISSIONS;
 * left out: all of them. Refuses with 422 on a name or a permission.
 */
export async function createApiKey(
  sql: TenantSql,
  key: { readonly name: string; readonly permissions?: readonly string[]; readonly requestsPerSecond?: number },
): Promise<Result<{ id: number; secret: string }>> {
  const wanted = key.permissions ?? KEY_PERMISSIONS;
  const wrong = wanted.findIndex((text) => !isPermission(text) || !KEY_PERMISSIONS.includes(text));
  if (wrong >= 0) return refuseField(`permissions.${wrong}`, `A key cannot have the permission ${wanted[wrong]}.`);
  if (wanted.length === 0) return refuseField('permissions', 'A key needs at least one permission.');
  const name = validateName('name', key.name);
  if (!name.ok) return name;
  const secret = `hk_${randomText(40)}`;
  const id = await insert(sql, {
    kind: 'api',
    name: name.value,
    username: null,
    secret,
    permissions: [...new Set(wanted)] as Permission[],
    requestsPerSecond: key.requestsPerSecond ?? 100,
  });
  return ok({ id, secret });
}

/** An SMTP login: a user name and a password of 40 characters, shown this once. */
export async function createSmtpLogin(
  sql: TenantSql,
  login: { readonly name: string },
): Promise<Result<{ id: number; username: string; password: string }>> {
  const name = validateName('name', login.name);
  if (!name.ok) return name;
  const username = `smtp_${randomText(16)}`;
  const password = randomText(40);
  const id = await insert(sql, {
    kind: 'smtp',
    name: name.value,
    username,
    secret: password,
    permissions: SMTP_PERMISSIONS,
    requestsPerSecond: 100,
  });
  return ok({ id, username, password });
}

async function insert(
  sql: TenantSql,
  key: {
    kind: 'api' | 'smtp';
    name: string;
    username: string | null;
    secret: string;
    permissions: readonly Permission[];
    requestsPerSecond: number;
  },
): Promise<number> {
  const [row] = await sql.query<{ id: number }>(INSERT, [
    sql.scope.tenantId,
    key.kind,
    key.name,
    key.username,
    sha256(key.secret),
    key.username ?? key.secret.slice(0, PREFIX_LENGTH),
    key.permissions,
    key.requestsPerSecond,
  ]);
  await writeAudit(sql, 'key.create', formatId('key', row!.id), { kind: key.kind, permissions: key.permissions });
  return row!.id;
}
