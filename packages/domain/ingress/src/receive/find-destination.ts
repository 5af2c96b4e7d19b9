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

/** A return-path is taken for so long after its mail was tried last: a report that comes later says nothing of today. */
const RETURN_DAYS = 30;

/** Somebody reads what is written to these at a domain of the platform's own (RFC 5321 section 4.5.1, RFC 2142). */
const ROLES = ['postmaster', 'abuse'];
const SYSTEM_TENANT = 1;

/**
 * Looks a recipient address up, at RCPT. A forged, mistyped or outdated return-path is nobody's, like any unknown address;
 * an address to unsubscribe stays good.
 */
export async function findDestination(sql: Sql, world: DestinationWorld, address: string): Promise<Destination> {
  const parsed = parseAddress(address);
  if (!parsed.ok) return { kind: 'nobody', ours: true };
  const { domain } = parsed.address;
  const canonical = canonicalAddress(parsed.address.spelling);
  if (domain === world.bounceDomain || domain === world.platformDomain) {
    const role = ROLES.find((name) => canonical === `${name}@${domain}`);
    if (role) return findRoleMailbox(sql, `${role}@${world.platformDomain}`);
  }
  if (domain === world.bounceDomain) return findSigned(sql, world.keyring, address);
  const box = await findMailbox(sql, canonical);
  if (box) return box;
  const [own] = await sql.query<{ ours: boolean }>('SELECT EXISTS (SELECT 1 FROM local_domains(ARRAY[$1])) AS ours', [
    domain,
  ]);
  return { kind: 'nobody', ours: own!.ours || domain === world.platformDomain };
}

async function findSigned(sql: Sql, keyring: Keyring, address: string): Promise<Destination> {
  const verify = (text: string, signature: string) => keyring.verify('verp', text, signature);
  const returned = parseReturnPath(address, verify);
  const deliveryId = returned?.id ?? parseUnsubscribeAddress(address, verify)?.id;
  if (deliveryId === undefined) return { kind: 'nobody', ours: true };
  const [row] = await sql.query<{ tenant_id: number; fresh: boolean }>(
    `SELECT r.tenant_id, d.state IN (0, 1) OR
       coalesce((SELECT max(at) FROM attempts WHERE delivery_id = r.id), r.created_at) > now() - make_interval(days => ${RETURN_DAYS}) AS fresh
     FROM recipients r JOIN deliveries d ON d.id = r.id WHERE r.id = $1`,
    [deliveryId],
  );
  if (!row || (returned && !row.fresh)) return { kind: 'nobody', ours: true };
  return { kind: returned ? 'return-path' : 'unsubscribe', tenantId: row.tenant_id, deliveryId };
}

async function findMailbox(sql: Sql, address: string): Promise<Destination | undefined> {
  const [box] = await sql.query<{ id: number; tenant_id: number }>(
    'SELECT id, tenant_id FROM mailboxes WHERE address = $1',
    [address],
  );
  return box && { kind: 'mailbox', tenantId: box.tenant_id, mailboxId: box.id };
}

/** The operators' mailbox of this address, made when somebody writes to it first. */
async function findRoleMailbox(sql: Sql, address: string): Promise<Destination> {
  const known = await findMailbox(sql, address);
  if (known) return known;
  await sql.query('INSERT INTO mailboxes (tenant_id, address) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    SYSTEM_TENANT,
    address,
  ]);
  return (await findMailbox(sql, address))!;
}
