import type { Sql } from '@hikyaku/db';
import type { Role } from '../principal/permissions.ts';
import { notFound, ok, type Result } from '../result.ts';
import { sha256 } from '../secret.ts';

export type SessionEntry = {
  readonly id: number;
  readonly tenantId: number;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly ip: string;
  readonly userAgent: string;
  readonly isCurrent: boolean;
};

export type Membership = { readonly tenantId: number; readonly name: string; readonly role: Role };

/** All live sessions of the person who holds `token`. `db` here and below: the app's pool. */
export const listSessions = (db: Sql, token: string): Promise<SessionEntry[]> =>
  db.query<SessionEntry>(
    `SELECT id, tenant_id AS "tenantId", created_at AS "createdAt", last_seen_at AS "lastSeenAt", ip,
       user_agent AS "userAgent", is_current AS "isCurrent" FROM session_list($1)`,
    [sha256(token)],
  );

/** Ends the session itself (sign-out), or another one of the same person. */
export async function endSession(db: Sql, token: string, sessionId: number | null = null): Promise<Result<void>> {
  const [row] = await db.query<{ ended: boolean }>('SELECT session_end($1, $2) AS ended', [sha256(token), sessionId]);
  return row?.ended ? ok(undefined) : notFound('session');
}

/** The tenants that the person may use. */
export const listMemberships = (db: Sql, token: string): Promise<Membership[]> =>
  db.query<Membership>('SELECT tenant_id AS "tenantId", name, role FROM session_memberships($1)', [sha256(token)]);

/** Uses another tenant from now on. 404 when the person is no member of it. */
export async function switchTenant(db: Sql, token: string, tenantId: number): Promise<Result<void>> {
  const [row] = await db.query<{ done: boolean }>('SELECT session_switch($1, $2) AS done', [sha256(token), tenantId]);
  return row?.done ? ok(undefined) : notFound('tenant');
}
