import type { TenantSql } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { formatPage, type Page, type PageRequest, parseCursor } from '../page.ts';
import { IMPORT_COLUMNS, type Import } from './import.ts';

/** One page of imports, newest first. */
export async function listImports(sql: TenantSql, request: PageRequest): Promise<Result<Page<Import>>> {
  const before = parseCursor(request.cursor);
  if (!before.ok) return before;
  const rows = await sql.query<Import>(
    `SELECT ${IMPORT_COLUMNS} FROM imports WHERE tenant_id = $1 AND id < $2::bigint ORDER BY id DESC LIMIT $3`,
    [sql.scope.tenantId, before.value, request.limit + 1],
  );
  return ok(formatPage(rows, request.limit));
}
