import type { Keyring } from '@hikyaku/config';
import type { TenantSql } from '@hikyaku/db';

/** Beside the routes of the REST API, which start with a method. */
const ROUTE = 'SMTP';
const KEPT_HOURS = 24;
const DONE = 250;

// A second submission at the same time waits here for the first one's commit. An old row is as good as none.
const CLAIM = `INSERT INTO idempotency_keys AS k (tenant_id, route, key, body_sha256) VALUES ($1, '${ROUTE}', $2, $3)
  ON CONFLICT (tenant_id, route, key) DO UPDATE SET body_sha256 = excluded.body_sha256, status = NULL, answer = NULL, created_at = now()
  WHERE k.created_at < now() - interval '${KEPT_HOURS} hours'
  RETURNING 1`;
const FIND = `SELECT answer, body_sha256 FROM idempotency_keys WHERE tenant_id = $1 AND route = '${ROUTE}' AND key = $2`;
const KEEP = `UPDATE idempotency_keys SET status = ${DONE}, answer = $3 WHERE tenant_id = $1 AND route = '${ROUTE}' AND key = $2`;
const RELEASE = `DELETE FROM idempotency_keys WHERE tenant_id = $1 AND route = '${ROUTE}' AND key = $2`;

export type Claimed =
  | { readonly kind: 'first'; keep(answer: string): Promise<void>; release(): Promise<void> }
  | { readonly kind: 'repeat'; readonly answer: string }
  /** The key stands for another submission. */
  | { readonly kind: 'mismatch' };

/** Claims an Idempotency-Key for one submission, in the transaction that accepts it: both become true together or not at all. */
export async function claimKey(sql: TenantSql, keyring: Keyring, key: string, sha256: Buffer): Promise<Claimed> {
  const at = [sql.scope.tenantId, key];
  const [mine] = await sql.query(CLAIM, [...at, sha256]);
  if (mine) {
    return {
      kind: 'first',
      keep: async (answer) => void (await sql.query(KEEP, [...at, keyring.seal('answer', answer)])),
      release: async () => void (await sql.query(RELEASE, at)),
    };
  }
  const [row] = await sql.query<{ answer: string; body_sha256: Buffer }>(FIND, at);
  if (!row?.body_sha256.equals(sha256)) return { kind: 'mismatch' };
  return { kind: 'repeat', answer: keyring.open('answer', row.answer) };
}
