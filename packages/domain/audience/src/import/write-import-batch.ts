import type { TenantSql } from '@hikyaku/db';
import type { ContactRow } from '../contact/check-contact.ts';
import { mergeRows } from '../contact/merge-rows.ts';
import { writeContacts } from '../contact/write-contacts.ts';
import { addMembers } from '../list/add-members.ts';
import type { ImportError } from './list-import-errors.ts';

/** Some thousand rows of a file, in its order. */
export type ImportBatch = {
  readonly rows: ContactRow[];
  readonly errors: ImportError[];
  readonly readBytes: number;
  readonly encoding: string;
  readonly separator: string;
};

/**
 * Writes one batch and the import's counts in one transaction, so that an import that died goes on after the last batch.
 * An address that stands twice counts as updated the second time. False: another run has taken over, nothing was written.
 */
export async function writeImportBatch(
  sql: TenantSql,
  imported: { readonly id: number; readonly run: number },
  batch: ImportBatch,
): Promise<boolean> {
  const { tenantId } = sql.scope;
  const [held] = await sql.query<{ list_id: number | null }>(
    'SELECT list_id FROM imports WHERE tenant_id = $1 AND id = $2 AND run = $3 FOR UPDATE',
    [tenantId, imported.id, imported.run],
  );
  if (!held) return false;
  const written = await writeContacts(sql, mergeRows(batch.rows));
  const contactIds = written.map(({ id }) => id);
  const { list_id: listId } = held;
  if (listId !== null) await addMembers(sql, Array(contactIds.length).fill(listId), contactIds);
  await sql.query(
    `INSERT INTO import_errors (tenant_id, import_id, row, reason)
     SELECT $1, $2, e.row, e.reason FROM unnest($3::int[], $4::text[]) AS e(row, reason) ON CONFLICT DO NOTHING`,
    [tenantId, imported.id, batch.errors.map(({ row }) => row), batch.errors.map(({ reason }) => reason)],
  );
  const created = written.filter((contact) => contact.created).length;
  await sql.query(
    `UPDATE imports SET rows = rows + $3, created = created + $4, updated = updated + $5, skipped = skipped + $6,
       read_bytes = $7, encoding = $8, separator = $9, touched_at = now() WHERE tenant_id = $1 AND id = $2`,
    [
      tenantId,
      imported.id,
      batch.rows.length + batch.errors.length,
      created,
      batch.rows.length - created,
      batch.errors.length,
      batch.readBytes,
      batch.encoding,
      batch.separator,
    ],
  );
  return true;
}
