import type { TenantSql } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { toStorable } from '../storable-text.ts';
import { checkTarget } from './check-target.ts';
import type { ImportMapping } from './guess-columns.ts';

export type NewImport = {
  readonly listId?: number | null;
  readonly filename?: string;
  readonly mapping?: ImportMapping | null;
};

/** Opens an import whose file is still to come (`storeImportPart`, then `finishUpload`). */
export async function createImport(sql: TenantSql, file: NewImport): Promise<Result<{ id: number }>> {
  const checked = await checkTarget(sql, file);
  if (!checked.ok) return checked;
  const [row] = await sql.query<{ id: number }>(
    'INSERT INTO imports (tenant_id, list_id, filename, mapping, size_bytes) VALUES ($1, $2, $3, $4, 0) RETURNING id',
    [
      sql.scope.tenantId,
      file.listId ?? null,
      toStorable(file.filename ?? '').slice(0, 255),
      file.mapping ? JSON.stringify(file.mapping) : null,
    ],
  );
  return ok(row!);
}
