import type { TenantSql } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { ok, type Result, refuseField } from '@hikyaku/tenancy';
import { isStorable, toStorable } from '../storable-text.ts';

export type NewSuppression = {
  readonly email: string;
  readonly reason: string;
  readonly scope: 1 | 3;
  readonly deliveryId?: number | null;
  readonly detail?: string;
};

const MAX_DETAIL = 1_000;

/**
 * Keeps an address from being mailed. Idempotent: one row per address and reason, whose scope only grows.
 * `created` is false when the address was suppressed for this reason before.
 */
export async function suppress(
  sql: TenantSql,
  suppression: NewSuppression,
): Promise<Result<{ id: number; created: boolean }>> {
  const parsed = parseAddress(suppression.email);
  if (!parsed.ok || !isStorable(suppression.email)) return refuseField('email', 'is no address');
  const detail = toStorable((suppression.detail ?? '').slice(0, MAX_DETAIL));
  const [row] = await sql.query<{ id: number; created: boolean }>(
    `INSERT INTO suppressions (tenant_id, email, reason, scope, delivery_id, detail) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, email, reason) DO UPDATE SET scope = greatest(suppressions.scope, excluded.scope)
     RETURNING id, xmax = 0 AS created`,
    [
      sql.scope.tenantId,
      canonicalAddress(parsed.address.spelling),
      suppression.reason,
      suppression.scope,
      suppression.deliveryId ?? null,
      detail,
    ],
  );
  return ok(row!);
}
