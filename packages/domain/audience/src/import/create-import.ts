import type { TenantSql } from '@hikyaku/db';
import { ok, type Result, refuseField } from '@hikyaku/tenancy';
import { findMissingLists } from '../list/find-missing-lists.ts';
import { toStorable } from '../storable-text.ts';
import { checkMapping } from './check-mapping.ts';
import type { ImportMapping } from './guess-columns.ts';

export type NewImport = {
  readonly listId?: number | null;
  readonly filename?: string;
  readonly mapping?: ImportMapping | null;
};

/** Opens an import whose file is still to come (`storeImportPart`, then `finishUpload`). */
export async function createImport(sql: TenantSql, file: NewImport): Promise<Result<{ id: number }>> {
  const mapping = file.mapping ? checkMapping(file.mapping) : null;
  if (mapping && !mapping.ok) return mapping;
  if (file.listId != null && (await findMissingLists(sql, [file.listId])).size > 0) {
    return refuseField('list_id', 'is no list');
  }
  const [row] = await sql.query<{ id: number }>(
    'INSERT INTO imports (tenant_id, list_id, filename, mapping, size_bytes) VALUES ($1, $2, $3, $4, 0) RETURNING id',
    [
      sql.scope.tenantId,
      file.listId ?? null,
      toStorable(file.filename ?? '').slice(0, 255),
      mapping ? JSON.stringify(mapping.value) : null,
    ],
  );
  return ok(row!);
}
