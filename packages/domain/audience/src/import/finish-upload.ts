import type { TenantSql } from '@hikyaku/db';
import { ok, type Result, refuse, refuseField } from '@hikyaku/tenancy';
import { MAX_IMPORT_BYTES } from './import.ts';

/** All parts are there: from now on the import can run. An empty file is refused, and one over 100 MB (413). */
export async function finishUpload(sql: TenantSql, importId: number): Promise<Result<{ sizeBytes: number }>> {
  const [row] = await sql.query<{ sizeBytes: number }>(
    `UPDATE imports SET touched_at = now(),
       size_bytes = (SELECT coalesce(sum(octet_length(bytes)), 0) FROM import_files WHERE import_id = $2)
     WHERE tenant_id = $1 AND id = $2 AND status = 'pending' RETURNING size_bytes AS "sizeBytes"`,
    [sql.scope.tenantId, importId],
  );
  if (!row) return refuse(409, 'status', 'This import has begun.');
  if (row.sizeBytes === 0) return refuseField('file', 'is empty');
  return row.sizeBytes > MAX_IMPORT_BYTES ? refuseLargeFile() : ok(row);
}

export const refuseLargeFile = (): Result<never> =>
  refuse(413, 'too_large', 'A CSV file may have 100 MB.', [{ path: 'file', message: 'is larger than 100 MB' }]);
