import type { Sql, TenantScope } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { formatPage, type Page, type PageRequest, parseCursor } from '../page.ts';
import { toStorable } from '../storable-text.ts';
import { bigramsOf, foldText } from './bigrams.ts';
import { CONTACT_COLUMNS, type Contact } from './contact.ts';

export type ContactSearch = PageRequest & { readonly query: string; readonly listId?: number };

/** Characters of a query that are looked at. */
const MAX_QUERY = 200;

/**
 * Contacts whose name or address contains every word of `query`, newest first; two Japanese characters suffice.
 * Runs on the `engine` pool with the tenant in the statement: row level security would switch the index off.
 */
export async function searchContacts(
  engine: Sql,
  scope: TenantScope,
  search: ContactSearch,
): Promise<Result<Page<Contact>>> {
  const before = parseCursor(search.cursor);
  if (!before.ok) return before;
  const words = foldText(toStorable(search.query.slice(0, MAX_QUERY)))
    .split(/\s+/u)
    .filter(Boolean);
  const values: unknown[] = [scope.tenantId, before.value, search.limit + 1];
  const tests = ['c.tenant_id = $1', 'c.id < $2'];
  const pairs = bigramsOf(...words);
  if (pairs.length > 0) tests.push(`c.bigrams @> $${values.push(pairs)}::text[]`);
  for (const word of words) {
    tests.push(`position($${values.push(word)} IN lower(normalize(c.name || ' ' || c.email, NFKC))) > 0`);
  }
  if (search.listId !== undefined) {
    tests.push(
      `EXISTS (SELECT 1 FROM list_members m WHERE m.list_id = $${values.push(search.listId)}::bigint AND m.contact_id = c.id)`,
    );
  }
  const rows = await engine.query<Contact>(
    `SELECT ${CONTACT_COLUMNS} FROM contacts c WHERE ${tests.join(' AND ')} ORDER BY c.id DESC LIMIT $3`,
    values,
  );
  return ok(formatPage(rows, search.limit));
}
