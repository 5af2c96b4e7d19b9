import type { TenantSql } from '@hikyaku/db';
import { canonicalAddress } from '@hikyaku/mail';
import { ok, type Result } from '@hikyaku/tenancy';
import { formatPage, type Page, type PageRequest, parseCursor } from '../page.ts';
import { toStorable } from '../storable-text.ts';
import { CONTACT_COLUMNS, type Contact } from './contact.ts';

export type ContactFilter = PageRequest & {
  /** The whole address, in any spelling. */
  readonly email?: string;
  readonly listId?: number;
};

/** One page of contacts, newest first. Text is searched with `searchContacts`. */
export async function listContacts(sql: TenantSql, filter: ContactFilter): Promise<Result<Page<Contact>>> {
  const before = parseCursor(filter.cursor);
  if (!before.ok) return before;
  const values: unknown[] = [sql.scope.tenantId, before.value, filter.limit + 1];
  let from = 'contacts c';
  let where = 'c.tenant_id = $1 AND c.id < $2';
  if (filter.listId !== undefined) {
    values.push(filter.listId);
    // The cursor stands on the membership too: the page is read from the list's own index.
    from = `list_members m JOIN contacts c ON c.id = m.contact_id AND m.list_id = $${values.length}::bigint AND m.contact_id < $2`;
  }
  if (filter.email !== undefined) {
    values.push(canonicalAddress(toStorable(filter.email.trim())));
    where += ` AND c.email = $${values.length}`;
  }
  const order = filter.listId === undefined ? 'c.id' : 'm.contact_id';
  const rows = await sql.query<Contact>(
    `SELECT ${CONTACT_COLUMNS} FROM ${from} WHERE ${where} ORDER BY ${order} DESC LIMIT $3`,
    values,
  );
  return ok(formatPage(rows, filter.limit));
}
