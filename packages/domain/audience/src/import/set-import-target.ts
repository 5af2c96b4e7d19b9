import type { TenantSql } from '@hikyaku/db';
import type { Result } from '@hikyaku/tenancy';
import { checkTarget } from './check-target.ts';
import type { NewImport } from './create-import.ts';

/** Says where the rows go, for a form in which that stands behind the file. Before `finishUpload`. */
export async function setImportTarget(sql: TenantSql, id: number, target: NewImport): Promise<Result<void>> {
  const checked = await checkTarget(sql, target);
  if (!checked.ok) return checked;
  await sql.query(
    `UPDATE imports SET list_id = $3, mapping = $4 WHERE tenant_id = $1 AND id = $2 AND status = 'pending'`,
    [sql.scope.tenantId, id, target.listId ?? null, target.mapping ? JSON.stringify(target.mapping) : null],
  );
  return checked;
}
