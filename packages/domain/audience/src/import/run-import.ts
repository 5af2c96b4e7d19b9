import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import type { ImportMapping } from './guess-columns.ts';
import { STALLED_SECONDS } from './list-stalled-imports.ts';
import { readImportBatches } from './read-import-batches.ts';
import { type ImportBatch, writeImportBatch } from './write-import-batch.ts';

/** `busy`: somebody else runs it, or there is nothing to run (any more). */
export type ImportOutcome = 'completed' | 'failed' | 'busy';

type Taken = {
  readonly id: number;
  readonly run: number;
  readonly rows: number;
  readonly mapping: ImportMapping | null;
};

/**
 * Runs an import to its end: reads its file part by part, writes batches of 5,000 rows. Memory does not grow with the file.
 * An import whose runner died is taken over after 30 seconds and goes on after its last batch. A fault of ours leaves it
 * running, to be taken over; a fault of the file fails it, with what was read before kept.
 */
export async function runImport(db: Database, scope: TenantScope, importId: number, log: Log): Promise<ImportOutcome> {
  const taken = await takeImport(db, scope, importId);
  if (!taken) return 'busy';
  // One batch is written while the next one is read.
  let writing = Promise.resolve(true);
  for await (const batch of readImportBatches(readParts(db, scope, importId), taken.mapping, taken.rows)) {
    if (!(await writing)) return 'busy';
    if ('failure' in batch) return endImport(db, scope, taken, batch.failure);
    writing = writeWithRetry(db, scope, taken, batch);
    // A fault is thrown where it is awaited, also when reading fails first.
    writing.catch(() => undefined);
    log.debug({ importId, readBytes: batch.readBytes }, 'import batch read');
  }
  if (!(await writing)) return 'busy';
  return endImport(db, scope, taken, null);
}

async function takeImport(db: Database, scope: TenantScope, importId: number): Promise<Taken | undefined> {
  const rows = await withTenant(db, scope, (sql) =>
    sql.query<Taken>(
      `UPDATE imports SET status = 'running', run = run + 1, touched_at = now()
       WHERE tenant_id = $1 AND id = $2 AND size_bytes > 0
         AND (status = 'pending' OR (status = 'running' AND touched_at < now() - $3 * interval '1 second'))
       RETURNING id, run, rows, mapping`,
      [scope.tenantId, importId, STALLED_SECONDS],
    ),
  );
  return rows[0];
}

async function* readParts(db: Database, scope: TenantScope, importId: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const [row] = await withTenant(db, scope, (sql) =>
      sql.query<{ bytes: Buffer }>(
        'SELECT bytes FROM import_files WHERE tenant_id = $1 AND import_id = $2 AND part = $3',
        [scope.tenantId, importId, part],
      ),
    );
    if (!row) return;
    yield row.bytes;
  }
}

/** A batch that met another writer in a deadlock has changed nothing: once more. */
async function writeWithRetry(db: Database, scope: TenantScope, taken: Taken, batch: ImportBatch): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withTenant(db, scope, (sql) => writeImportBatch(sql, taken, batch));
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01' || attempt === 5) throw error;
      await sleep(50 * attempt);
    }
  }
}

/** The last word on an import; its file is not needed any more. */
async function endImport(
  db: Database,
  scope: TenantScope,
  taken: Taken,
  failure: string | null,
): Promise<ImportOutcome> {
  return withTenant(db, scope, async (sql) => {
    const ended = await sql.query(
      `UPDATE imports SET status = $4, failure = $5, finished_at = now(),
         read_bytes = CASE WHEN $4 = 'completed' THEN size_bytes ELSE read_bytes END
       WHERE tenant_id = $1 AND id = $2 AND run = $3 RETURNING id`,
      [scope.tenantId, taken.id, taken.run, failure === null ? 'completed' : 'failed', failure],
    );
    if (ended.length === 0) return 'busy';
    await sql.query('DELETE FROM import_files WHERE tenant_id = $1 AND import_id = $2', [scope.tenantId, taken.id]);
    return failure === null ? 'completed' : 'failed';
  });
}
