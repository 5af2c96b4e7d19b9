import type { TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result, refuse } from '@hikyaku/tenancy';
import { toStorable } from '../storable-text.ts';
import { announceContacts } from './announce-contacts.ts';
import { bigramsOf } from './bigrams.ts';
import { checkContact } from './check-contact.ts';

export type ContactChange = { readonly name?: string; readonly attributes?: Readonly<Record<string, unknown>> };

/** Replaces the name, the attributes or both. The address is the identity and stays. */
export async function changeContact(sql: TenantSql, id: number, change: ContactChange): Promise<Result<null>> {
  const { tenantId } = sql.scope;
  const [known] = await sql.query<{ email: string; name: string }>(
    'SELECT email, name FROM contacts WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
    [tenantId, id],
  );
  if (!known) return notFound('contact');
  const errors = checkContact({ email: known.email, ...change }, '');
  if (errors.length > 0) return refuse(422, 'invalid', `${errors[0]!.path} ${errors[0]!.message}`, errors);
  const name = change.name === undefined ? known.name : toStorable(change.name).trim();
  await sql.query(
    `UPDATE contacts SET name = $3, attributes = coalesce($4::jsonb, attributes), bigrams = $5, updated_at = now()
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, name, change.attributes ? JSON.stringify(change.attributes) : null, bigramsOf(known.email, name)],
  );
  await announceContacts(sql, [{ id, email: known.email, created: false }]);
  return ok(null);
}
