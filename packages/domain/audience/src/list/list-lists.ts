import type { TenantSql } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { formatPage, type Page, type PageRequest, parseCursor } from '../page.ts';
import { type ContactList, LIST_COLUMNS } from './list.ts';

/** One page of lists with their sizes, newest first. */
export async function listLists(sql: TenantSql, request: PageRequest): Promise<Result<Page<ContactList>>> {
  const before = parseCursor(request.cursor);
  if (!before.ok) return before;
  const rows = await sql.query<ContactList>(
    `SELECT ${LIST_COLUMNS} FROM lists l WHERE l.tenant_id = $1 AND l.id < $2::bigint ORDER BY l.id DESC LIMIT $3`,
    [sql.scope.tenantId, before.value, request.limit + 1],
  );
  return ok(formatPage(rows, request.limit));
}
