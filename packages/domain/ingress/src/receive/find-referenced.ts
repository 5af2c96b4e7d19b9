import type { Sql } from '@hikyaku/db';
import { findRecipients, SYSTEM_TENANT } from './find-destination.ts';
import type { Addressee, Inbound } from './inbound.ts';

const REPORTS: readonly string[] = ['bounce', 'delayed', 'delivered', 'complaint'];

/**
 * Reports that came to a mailbox instead of the return-path: a system that answers to From, a complaint that a provider sends
 * to the address registered with it. What they return proves under our signature whom they are about. A mailbox of that
 * recipient's tenant gets the report as being about it; where it came to the platform's own mailbox, the tenant gets it as well,
 * appended to `to`. An old reference, or one of another tenant, changes nothing: the mail is only kept.
 */
export async function findReferenced(sql: Sql, mail: Inbound, to: readonly Addressee[]): Promise<readonly Addressee[]> {
  if (mail.signed.length === 0 || !REPORTS.includes(mail.explanation.kind)) return to;
  if (!to.some(({ destination }) => destination.kind === 'mailbox')) return to;
  const rows = await findRecipients(sql, mail.signed);
  const recipient = mail.signed.map((id) => rows.get(id)).find((row) => row?.fresh);
  if (!recipient) return to;
  const { id: deliveryId, tenant_id: tenantId } = recipient;
  const isOf = (one: Addressee, tenant: number) =>
    one.destination.kind === 'mailbox' && one.destination.tenantId === tenant;
  const marked = to.map((one) => (isOf(one, tenantId) ? { ...one, about: deliveryId } : one));
  const platform = to.find((one) => isOf(one, SYSTEM_TENANT) && tenantId !== SYSTEM_TENANT);
  if (!platform) return marked;
  return [...marked, { ...platform, destination: { kind: 'return-path', tenantId, deliveryId } }];
}
