import { type Sql, type TenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { type Answer, answerProblem } from '../answer/answer.ts';
import type { ApiWorld } from '../world.ts';

const MAX_KEY = 256;
/** A first request without an answer for so long has died. */
const ABANDONED_SECONDS = 60;
const KEPT_HOURS = 24;

/** SHA-256 of a body that is not read yet. */
const UNKNOWN = Buffer.alloc(0);

/** The right to act under an Idempotency-Key, which only the first of all requests with it gets. */
export type Claim = {
  /** Keeps the answer in the transaction of what was done, so that a crash between the two cannot be. */
  keepIn(sql: TenantSql, answer: Answer, bodySha256: Buffer): Promise<void>;
  keep(answer: Answer, bodySha256: Buffer): Promise<void>;
  /** Nothing was done: the next request is the first again. */
  release(): Promise<void>;
};

type Row = { status: number | null; answer: string | null; body_sha256: Buffer };

export type Claimed =
  | { readonly kind: 'first'; readonly claim: Claim }
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Answered before; to be compared when the body has been read. */
  | { readonly kind: 'repeat'; compare(bodySha256: Buffer): Answer };

/** Another request took this claim over: what was done under it is rolled back. */
export class ClaimLost extends Error {
  override name = 'ClaimLost';
}

/** What is wrong with the header, or null. */
export function refuseKey(key: string): Answer | null {
  if (key.length > 0 && key.length <= MAX_KEY) return null;
  const message = `must have 1 to ${MAX_KEY} characters`;
  return answerProblem('idempotency_key', `Idempotency-Key ${message}.`, [{ path: 'idempotency-key', message }]);
}

// Of several at once one inserts; the others wait for its commit and find the row. An old row is as good as none.
const CLAIM = `INSERT INTO idempotency_keys AS k (tenant_id, route, key, body_sha256) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, route, key) DO UPDATE SET body_sha256 = excluded.body_sha256, status = NULL, answer = NULL, created_at = now()
  WHERE k.created_at < now() - interval '${KEPT_HOURS} hours'
    OR (k.status IS NULL AND k.created_at < now() - interval '${ABANDONED_SECONDS} seconds')
  RETURNING created_at::text AS since`;
const FIND =
  'SELECT status, answer, body_sha256 FROM idempotency_keys WHERE tenant_id = $1 AND route = $2 AND key = $3';
const KEEP = `UPDATE idempotency_keys SET status = $4, answer = $5, body_sha256 = $6
  WHERE tenant_id = $1 AND route = $2 AND key = $3 AND status IS NULL AND created_at = $7::timestamptz RETURNING 1`;
const RELEASE = `DELETE FROM idempotency_keys
  WHERE tenant_id = $1 AND route = $2 AND key = $3 AND status IS NULL AND created_at = $4::timestamptz`;
const FORGET = `DELETE FROM idempotency_keys WHERE tenant_id = $1 AND created_at < now() - interval '${KEPT_HOURS} hours'`;

/**
 * Claims a key for `route` (method and path) of a tenant. `bodySha256`: null when the body is only read while it is worked on.
 * A repeat while the first is in progress is refused with 409 and Retry-After, one with another body with 409.
 */
export async function claimKey(
  world: ApiWorld,
  scope: TenantScope,
  route: string,
  key: string,
  bodySha256: Buffer | null,
): Promise<Claimed> {
  const at = [scope.tenantId, route, key];
  const outcome = await withTenant(world.app, scope, async (sql): Promise<Row | { since: string } | undefined> => {
    const [mine] = await sql.query<{ since: string }>(CLAIM, [...at, bodySha256 ?? UNKNOWN]);
    if (mine) {
      // Now and then, so that old answers do not pile up: a tenant that keeps none has none to forget.
      if (Math.random() < 0.01) await sql.query(FORGET, [scope.tenantId]);
      return mine;
    }
    const [row] = await sql.query<Row>(FIND, at);
    return row;
  });
  if (outcome && 'since' in outcome) return { kind: 'first', claim: openClaim(world, scope, at, outcome.since) };
  if (!outcome || outcome.status === null) return { kind: 'answer', answer: inProgress() };
  const compare = (sha256: Buffer): Answer =>
    sha256.equals(outcome.body_sha256) ? unseal(world, outcome.answer!) : mismatch();
  return bodySha256 ? { kind: 'answer', answer: compare(bodySha256) } : { kind: 'repeat', compare };
}

/** `since` names this claim: one that was taken for dead and taken over can no longer keep anything. */
function openClaim(world: ApiWorld, scope: TenantScope, at: readonly unknown[], since: string): Claim {
  const keepIn = async (sql: Sql, answer: Answer, bodySha256: Buffer) => {
    const sealed = world.keyring.seal('answer', JSON.stringify(answer));
    const kept = await sql.query(KEEP, [...at, answer.status, sealed, bodySha256, since]);
    if (kept.length === 0) throw new ClaimLost();
  };
  return {
    keepIn,
    keep: (answer, bodySha256) => withTenant(world.app, scope, (sql) => keepIn(sql, answer, bodySha256)),
    release: () => withTenant(world.app, scope, async (sql) => void (await sql.query(RELEASE, [...at, since]))),
  };
}

/** A 5xx or 429 says nothing about the request: the next one may try again. */
export const isKept = (answer: Answer): boolean => answer.status < 500 && answer.status !== 429;

function unseal(world: ApiWorld, sealed: string): Answer {
  const kept = JSON.parse(world.keyring.open('answer', sealed)) as Answer;
  return { ...kept, headers: { ...kept.headers, 'idempotency-replayed': 'true' } };
}

export const inProgress = (): Answer =>
  answerProblem(
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still being answered.',
    [{ path: 'idempotency-key', message: 'is in use' }],
    { 'retry-after': '1' },
  );

const mismatch = (): Answer =>
  answerProblem('idempotency_mismatch', 'This Idempotency-Key was used with another body.', [
    { path: 'idempotency-key', message: 'belongs to another body' },
  ]);
