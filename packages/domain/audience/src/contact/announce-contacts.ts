import { formatId, type TenantSql } from '@hikyaku/db';
import { announce } from '@hikyaku/events';
import type { WrittenContact } from './write-contacts.ts';

/** Tells the tenant's webhooks `contact.created` or `contact.updated` of each, when somebody listens. */
export async function announceContacts(sql: TenantSql, written: readonly WrittenContact[]): Promise<void> {
  const [listener] = await sql.query('SELECT 1 FROM webhooks WHERE tenant_id = $1 AND active LIMIT 1', [
    sql.scope.tenantId,
  ]);
  if (!listener) return;
  for (const { id, email, created } of written) {
    await announce(sql, created ? 'contact.created' : 'contact.updated', { id: formatId('contact', id), email });
  }
}
