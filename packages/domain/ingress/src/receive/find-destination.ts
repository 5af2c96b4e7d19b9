import type { Config, Keyring } from '@hikyaku/config';
import type { Sql } from '@hikyaku/db';
import { canonicalAddress, parseAddress, parseReturnPath, parseUnsubscribeAddress } from '@hikyaku/mail';

/** Where a RCPT leads. `deliveryId` was read from an address whose signature is ours. */
export type Destination =
  | { readonly kind: 'return-path'; readonly tenantId: number; readonly deliveryId: number }
  | { readonly kind: 'unsubscribe'; readonly tenantId: number; readonly deliveryId: number }
  | { readonly kind: 'mailbox'; readonly tenantId: number; readonly mailboxId: number }
  /** `ours` false: the domain is not ours either, and we are no relay. */
  | { readonly kind: 'nobody'; readonly ours: boolean };

export type DestinationWorld = Pick<Config, 'bounceDomain' | 'platformDomain'> & { readonly keyring: Keyring };

/** Looks a recipient address up, at RCPT. A forged or mistyped return-path is nobody's, like any unknown address. */
export async function findDestination(sql: Sql, world: DestinationWorld, address: string): Promise<Destination> {
  const parsed = parseAddress(address);
  if (!parsed.ok) return { kind: 'nobody', ours: true };
  const { domain } = parsed.address;
  const verify = (text: string, signature: string) => world.keyring.verify('verp', text, signature);
  if (domain === world.bounceDomain) {
    const returned = parseReturnPath(address, verify);
    const left = returned ? null : parseUnsubscribeAddress(address, verify);
    const id = returned?.id ?? left?.id;
    if (id === undefined) return { kind: 'nobody', ours: true };
    const [row] = await sql.query<{ tenant_id: number }>('SELECT tenant_id FROM recipients WHERE id = $1', [id]);
    if (!row) return { kind: 'nobody', ours: true };
    return { kind: returned ? 'return-path' : 'unsubscribe', tenantId: row.tenant_id, deliveryId: id };
  }
  const [box] = await sql.query<{ id: number; tenant_id: number }>(
    'SELECT id, tenant_id FROM mailboxes WHERE address = $1',
    [canonicalAddress(parsed.address.spelling)],
  );
  if (box) return { kind: 'mailbox', tenantId: box.tenant_id, mailboxId: box.id };
  const [own] = await sql.query<{ ours: boolean }>('SELECT EXISTS (SELECT 1 FROM local_domains(ARRAY[$1])) AS ours', [
    domain,
  ]);
  return { kind: 'nobody', ours: own!.ours || domain === world.platformDomain };
}
