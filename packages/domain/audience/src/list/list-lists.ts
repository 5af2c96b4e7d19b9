import type { TenantSql } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { formatPage, type Page, type PageRequest, parseCursor } from '../page.ts';
import { type ContactList, LIST_COLUMNS } from './list.ts';

/** One page of lists with their sizes, newest first. */
export async function listLists(sql: TenantSql, request: PageRequest): Promise<Result<Page<ContactList>>> {
  const before = parseCursor(request.cursor);
  if (!before.ok) return before;
  const rows = await sql.query<ContactList>(
    `SELECT ${LIST_COLUMNS} FROM lists l WHERE l.tenant_id = $1 AND l.id < $2 ORDER BY l.id DESC LIMIT $3`,
    // A list's number is an int4: any larger bound is the same as the largest.
    [sql.scope.tenantId, Math.min(before.value, 2 ** 31 - 1), request.limit + 1],
  );
  return ok(formatPage(rows, request.limit));
}
