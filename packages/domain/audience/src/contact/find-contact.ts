import type { TenantSql } from '@hikyaku/db';
import { CONTACT_COLUMNS, type Contact } from './contact.ts';

export type ContactDetail = Contact & {
  readonly lists: readonly { readonly id: number; readonly name: string }[];
  /** Why this address is not mailed, oldest first. */
  readonly suppressions: readonly { readonly id: number; readonly reason: string; readonly scope: 1 | 3 }[];
};

/** One contact with its lists and what keeps it from being mailed, or null. */
export async function findContact(sql: TenantSql, id: number): Promise<ContactDetail | null> {
  const [contact] = await sql.query<ContactDetail>(
    `SELECT ${CONTACT_COLUMNS},
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name) ORDER BY l.name), '[]')
        FROM list_members m JOIN lists l ON l.id = m.list_id WHERE m.contact_id = c.id) AS lists,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'reason', s.reason, 'scope', s.scope) ORDER BY s.id), '[]')
        FROM suppressions s WHERE s.tenant_id = c.tenant_id AND s.email = c.email) AS suppressions
     FROM contacts c WHERE c.tenant_id = $1 AND c.id = $2`,
    [sql.scope.tenantId, id],
  );
  return contact ?? null;
}
