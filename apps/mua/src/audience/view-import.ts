import type { Import } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { importFailure } from './import-words.ts';
import type { ImportView } from './view.ts';

/** An import as pages show it. */
export async function viewImport(row: Import): Promise<ImportView> {
  return {
    id: formatId('import', row.id),
    filename: row.filename,
    status: row.status,
    rows: row.rows,
    created: row.created,
    updated: row.updated,
    skipped: row.skipped,
    progress: row.status === 'completed' ? 1 : row.sizeBytes > 0 ? row.readBytes / row.sizeBytes : 0,
    encoding: row.encoding,
    failure: row.failure ? await importFailure(row.failure) : null,
    createdAt: row.createdAt.toISOString(),
  };
}
