import type { TenantSql } from '@hikyaku/db';
import type { ContactRow } from './check-contact.ts';

export type WrittenContact = { readonly id: number; readonly email: string; readonly created: boolean };

/**
 * Inserts or updates these contacts in one statement. What is not given stays; attributes are merged. Suppressions are
 * not touched: nobody who left comes back by this. Each address may stand here once. Returned in no particular order.
 */
export async function writeContacts(sql: TenantSql, rows: readonly ContactRow[]): Promise<WrittenContact[]> {
  if (rows.length === 0) return [];
  const named = rows.filter((row) => row.name !== null);
  return sql.query<WrittenContact>(
    // Rows are locked in the order of addresses, so that two writers of one tenant wait instead of deadlocking.
    `INSERT INTO contacts (tenant_id, email, spelling, domain, name, attributes, bigrams)
     SELECT $1, g.email, g.spelling, g.domain, coalesce(g.name, ''), g.attributes, string_to_array(g.bigrams, ' ')
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[])
       AS g(email, spelling, domain, name, attributes, bigrams)
     ORDER BY g.email
     ON CONFLICT (tenant_id, email) DO UPDATE SET
       spelling = excluded.spelling,
       name = coalesce($8::jsonb ->> excluded.email, contacts.name),
       attributes = contacts.attributes || excluded.attributes,
       bigrams = CASE WHEN $8::jsonb ? excluded.email THEN excluded.bigrams ELSE contacts.bigrams END,
       updated_at = now()
     RETURNING id, email, xmax = 0 AS created`,
    [
      sql.scope.tenantId,
      rows.map((row) => row.email),
      rows.map((row) => row.spelling),
      rows.map((row) => row.domain),
      rows.map((row) => row.name),
      rows.map((row) => JSON.stringify(row.attributes)),
      // A pair never holds a blank.
      rows.map((row) => row.bigrams.join(' ')),
      JSON.stringify(Object.fromEntries(named.map((row) => [row.email, row.name]))),
    ],
  );
}
