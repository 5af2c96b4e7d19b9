import type { TenantSql } from '@hikyaku/db';
import { writeAudit } from '@hikyaku/tenancy';
import { SUPPRESSION_COLUMNS, type Suppression } from './suppression.ts';

/** Lets an address be mailed again as far as this reason goes: a person's decision, kept in the audit log. Null when there is none. */
export async function liftSuppression(sql: TenantSql, id: number): Promise<Suppression | null> {
  const [lifted] = await sql.query<Suppression>(
    `DELETE FROM suppressions s WHERE s.tenant_id = $1 AND s.id = $2 RETURNING ${SUPPRESSION_COLUMNS}`,
    [sql.scope.tenantId, id],
  );
  if (!lifted) return null;
  await writeAudit(sql, 'suppression.lift', lifted.email, { reason: lifted.reason, scope: lifted.scope });
  return lifted;
}
