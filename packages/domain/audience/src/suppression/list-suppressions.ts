import type { TenantSql } from '@hikyaku/db';
import { canonicalAddress } from '@hikyaku/mail';
import { ok, type Result } from '@hikyaku/tenancy';
import { formatPage, type Page, type PageRequest, parseCursor } from '../page.ts';
import { toStorable } from '../storable-text.ts';
import { SUPPRESSION_COLUMNS, type Suppression } from './suppression.ts';

export type SuppressionFilter = PageRequest & {
  /** The whole address, in any spelling. */
  readonly email?: string;
  readonly reason?: string;
};

/** One page of suppressions, newest first. */
export async function listSuppressions(sql: TenantSql, filter: SuppressionFilter): Promise<Result<Page<Suppression>>> {
  const before = parseCursor(filter.cursor);
  if (!before.ok) return before;
  const values: unknown[] = [sql.scope.tenantId, before.value, filter.limit + 1];
  let where = 's.tenant_id = $1 AND s.id < $2';
  if (filter.email !== undefined)
    where += ` AND s.email = $${values.push(canonicalAddress(toStorable(filter.email.trim())))}`;
  if (filter.reason !== undefined) where += ` AND s.reason = $${values.push(toStorable(filter.reason))}`;
  const rows = await sql.query<Suppression>(
    `SELECT ${SUPPRESSION_COLUMNS} FROM suppressions s WHERE ${where} ORDER BY s.id DESC LIMIT $3`,
    values,
  );
  return ok(formatPage(rows, filter.limit));
}
