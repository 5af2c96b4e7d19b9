import type { TenantSql } from '@hikyaku/db';

/** `row` as a spreadsheet counts: the header is row 1. `reason` is one of `IMPORT_REASONS`. */
export type ImportError = { readonly row: number; readonly reason: string };

/** Skipped rows in the order of the file, at most `limit`, beginning after row `after`. */
export function listImportErrors(
  sql: TenantSql,
  importId: number,
  { limit, after = 0 }: { readonly limit: number; readonly after?: number },
): Promise<ImportError[]> {
  return sql.query<ImportError>(
    'SELECT row, reason FROM import_errors WHERE tenant_id = $1 AND import_id = $2::bigint AND row > $3 ORDER BY row LIMIT $4',
    [sql.scope.tenantId, importId, after, limit],
  );
}
