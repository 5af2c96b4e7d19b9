import type { ImportMapping } from './guess-columns.ts';

export type ImportStatus = 'pending' | 'running' | 'completed' | 'failed';

/** One file on its way into the contacts. `rows` = created + updated + skipped, at every moment. */
export type Import = {
  readonly id: number;
  readonly listId: number | null;
  readonly status: ImportStatus;
  readonly filename: string;
  /** 0 until the whole file has arrived. */
  readonly sizeBytes: number;
  readonly readBytes: number;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly mapping: ImportMapping | null;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  /** Why it failed: `empty_file`, `email_column_missing`, `mapping_column_missing: <column>`, `too_many_columns`, `header_unreadable`, `too_many_rows`. */
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

export const IMPORT_COLUMNS = `id, list_id AS "listId", status, filename, size_bytes AS "sizeBytes", read_bytes AS "readBytes",
  encoding, separator, mapping, rows, created, updated, skipped, failure, created_at AS "createdAt", finished_at AS "finishedAt"`;

export const MAX_IMPORT_BYTES = 100 * 1024 * 1024;
export const MAX_IMPORT_ROWS = 1_000_000;
/** Bytes of one stored part. */
export const PART_BYTES = 1024 * 1024;
