import type { ImportMapping } from './guess-columns.ts';
import { type DataRow, openSheet } from './open-sheet.ts';
import { readImportRow } from './read-import-row.ts';
import { readImportText } from './read-import-text.ts';
import type { ImportBatch } from './write-import-batch.ts';

/** Rows written in one transaction. */
const BATCH = 5_000;

/** A file that cannot be imported at all, or not any further. */
export type ImportFailure = { readonly failure: string };

/**
 * Reads a file into batches of contacts. The first `done` data rows were written by a run that died and are left out.
 * Ends with an `ImportFailure` when the file cannot be used.
 */
export async function* readImportBatches(
  pieces: AsyncIterable<Buffer>,
  mapping: ImportMapping | null,
  done: number,
): AsyncGenerator<ImportBatch | ImportFailure> {
  const sheet = openSheet(mapping);
  let seen = 0;
  let readBytes = 0;
  let encoding = 'utf-8';
  const batch: Pick<ImportBatch, 'rows' | 'errors'> = { rows: [], errors: [] };

  const seal = (): ImportBatch => ({
    rows: batch.rows.splice(0),
    errors: batch.errors.splice(0),
    readBytes,
    encoding,
    separator: sheet.separator,
  });
  const isFull = () => batch.rows.length + batch.errors.length >= BATCH;
  const add = ({ row, record }: DataRow) => {
    seen += 1;
    if (seen <= done) return;
    const read =
      'broken' in record ? { ok: false as const, reason: record.broken } : readImportRow(record.cells, sheet.targets);
    if (read.ok) batch.rows.push(read.row);
    else batch.errors.push({ row, reason: read.reason });
  };

  for await (const piece of readImportText(pieces)) {
    readBytes += piece.bytes;
    encoding = piece.encoding ?? encoding;
    for (const row of sheet.write(piece.text)) {
      add(row);
      if (isFull()) yield seal();
    }
    if (sheet.failure) break;
  }
  if (!sheet.failure) for (const row of sheet.end()) add(row);
  yield seal();
  if (sheet.failure) yield { failure: sheet.failure };
}
