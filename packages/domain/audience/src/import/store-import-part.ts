import type { TenantSql } from '@hikyaku/db';

/** Keeps one part (at most 1 MB, numbered from 0) of an import's file. The same part again replaces the first. */
export async function storeImportPart(sql: TenantSql, importId: number, part: number, bytes: Buffer): Promise<void> {
  await sql.query(
    `INSERT INTO import_files (tenant_id, import_id, part, bytes) VALUES ($1, $2, $3, $4)
     ON CONFLICT (import_id, part) DO UPDATE SET bytes = excluded.bytes`,
    [sql.scope.tenantId, importId, part, bytes],
  );
}
