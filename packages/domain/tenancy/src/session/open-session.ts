import type { Sql } from '@hikyaku/db';
import { randomText, sha256 } from '../secret.ts';
import type { Client, OpenedSession } from './session.ts';

const LIFETIME_DAYS = 30;
const TOKEN_LENGTH = 43;

/**
 * A session of 30 days in the tenant wanted, else the one used last. Null when the person is a member of no tenant.
 * For gates that have just proved who it is. `db`: the app's pool or a transaction of it.
 */
export async function openSession(
  db: Sql,
  userId: number,
  client: Client,
  tenantId: number | null = null,
): Promise<OpenedSession | null> {
  const token = randomText(TOKEN_LENGTH);
  const [row] = await db.query<{ tenant: number | null; expires: Date }>(
    'SELECT session_open($1, $2, $3, make_interval(days => $4), $5, $6) AS tenant, now() + make_interval(days => $4) AS expires',
    [userId, tenantId, sha256(token), LIFETIME_DAYS, client.ip, client.userAgent],
  );
  return row?.tenant ? { token, expiresAt: row.expires, tenantId: row.tenant } : null;
}
