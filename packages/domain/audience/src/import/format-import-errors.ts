import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import { listImportErrors } from './list-import-errors.ts';

const PAGE = 10_000;

/** All skipped rows of an import as a CSV file, piece by piece. */
export async function* formatImportErrors(db: Database, scope: TenantScope, importId: number): AsyncGenerator<string> {
  yield 'row,reason\r\n';
  let after = 0;
  for (;;) {
    const errors = await withTenant(db, scope, (sql) => listImportErrors(sql, importId, { limit: PAGE, after }));
    if (errors.length > 0) yield errors.map(({ row, reason }) => `${row},${reason}\r\n`).join('');
    if (errors.length < PAGE) return;
    after = errors.at(-1)!.row;
  }
}
