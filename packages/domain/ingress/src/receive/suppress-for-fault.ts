import { suppress } from '@hikyaku/audience';
import type { TenantSql } from '@hikyaku/db';
import { type Reason, suppressionClass } from '@hikyaku/mail';

/** Suppression by reason and count: at once, at the second fault, or never. */
export async function suppressForFault(
  sql: TenantSql,
  fault: { readonly email: string; readonly reason: Reason; readonly deliveryId: number; readonly detail: string },
): Promise<void> {
  const kind = suppressionClass(fault.reason);
  if (kind === 'never') return;
  if (kind === 'second') {
    const [counted] = await sql.query<{ faults: number }>(
      `INSERT INTO address_faults AS f (tenant_id, email) VALUES ($1, $2)
       ON CONFLICT (tenant_id, email) DO UPDATE SET faults = f.faults + 1, last_at = now() RETURNING f.faults`,
      [sql.scope.tenantId, fault.email],
    );
    if (counted!.faults < 2) return;
  }
  await suppress(sql, { ...fault, scope: 3 });
}
