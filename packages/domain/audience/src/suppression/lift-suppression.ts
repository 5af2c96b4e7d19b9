import type { TenantSql } from '@hikyaku/db';
import { writeAudit } from '@hikyaku/tenancy';
import { toStorable } from '../storable-text.ts';
import { SUPPRESSION_COLUMNS, type Suppression } from './suppression.ts';

const WHY_MAX = 1_000;

/**
 * Lets an address be mailed again as far as this reason goes: a person's decision, kept in the audit log with what they say
 * about it. Null when there is no such suppression.
 */
export async function liftSuppression(sql: TenantSql, id: number, why = ''): Promise<Suppression | null> {
  const [lifted] = await sql.query<Suppression>(
    `DELETE FROM suppressions s WHERE s.tenant_id = $1 AND s.id = $2 RETURNING ${SUPPRESSION_COLUMNS}`,
    [sql.scope.tenantId, id],
  );
  if (!lifted) return null;
  const { reason, scope, detail } = lifted;
  const said = toStorable(why.trim().slice(0, WHY_MAX));
  await writeAudit(sql, 'suppression.lift', lifted.email, { reason, scope, detail, why: said });
  return lifted;
}
