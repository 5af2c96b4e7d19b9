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
export const SYSTEM_TENANT = 1;

const NOBODY: Destination = { kind: 'nobody', ours: true };

/** What an address says by itself: whose it would be. */
type Reading =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'signed'; readonly as: 'return-path' | 'unsubscribe'; readonly deliveryId: number }
  | { readonly kind: 'named'; readonly address: string; readonly domain: string; readonly isRole: boolean };

/** `findDestinations` of one address. */
export async function findDestination(sql: Sql, world: DestinationWorld, address: string): Promise<Destination> {
  const [found] = await findDestinations(sql, world, [address]);
  return found!;
}

/**
 * Looks recipient addresses up, at RCPT. A forged or mistyped return-path is nobody's, like any unknown address, and costs no
 * query; so is an outdated one, while an address to unsubscribe stays good.
 */
export async function findDestinations(
  sql: Sql,
  world: DestinationWorld,
  addresses: readonly string[],
): Promise<Destination[]> {
  const readings = addresses.map((address) => readAddress(world, address));
  const signed = readings.flatMap((reading) => (reading.kind === 'signed' ? [reading.deliveryId] : []));
  const named = readings.filter((reading) => reading.kind === 'named');
  const recipients = signed.length > 0 ? await findRecipients(sql, signed) : undefined;
  const boxes = named.length > 0 ? await findMailboxes(sql, named) : undefined;
  const strangers = named.filter(({ address }) => !boxes!.has(address)).map(({ domain }) => domain);
  const ours = new Set(strangers.length > 0 ? await findOwnDomains(sql, strangers) : []);
  return readings.map((reading): Destination => {
    if (reading.kind === 'nobody') return NOBODY;
    if (reading.kind === 'named') {
      const { address, domain } = reading;
      return boxes!.get(address) ?? { kind: 'nobody', ours: domain === world.platformDomain || ours.has(domain) };
    }
    const { as: kind, deliveryId } = reading;
    const row = recipients!.get(deliveryId);
    if (!row || (kind === 'return-path' && !row.fresh)) return NOBODY;
    return { kind, tenantId: row.tenant_id, deliveryId };
  });
}

function readAddress(world: DestinationWorld, text: string): Reading {
  const parsed = parseAddress(text);
  if (!parsed.ok) return { kind: 'nobody' };
  const { domain } = parsed.address;
  const address = canonicalAddress(parsed.address.spelling);
  if (domain === world.bounceDomain || domain === world.platformDomain) {
    const role = ROLES.find((name) => address === `${name}@${domain}`);
    if (role) {
      return { kind: 'named', address: `${role}@${world.platformDomain}`, domain: world.platformDomain, isRole: true };
    }
  }
  if (domain !== world.bounceDomain) return { kind: 'named', address, domain, isRole: false };
  const verify = (signed: string, signature: string) => world.keyring.verify('verp', signed, signature);
  const returned = parseReturnPath(text, verify);
  if (returned) return { kind: 'signed', as: 'return-path', deliveryId: returned.id };
  const left = parseUnsubscribeAddress(text, verify);
  return left ? { kind: 'signed', as: 'unsubscribe', deliveryId: left.id } : { kind: 'nobody' };
}

type RecipientRow = { id: number; tenant_id: number; fresh: boolean };

/** Recipients by their ids, with their tenants. `fresh`: what is reported of them may still change something. */
export async function findRecipients(sql: Sql, ids: readonly number[]): Promise<Map<number, RecipientRow>> {
  const rows = await sql.query<RecipientRow>(
    `SELECT r.id, r.tenant_id, d.state IN (0, 1) OR
       coalesce((SELECT max(at) FROM attempts WHERE delivery_id = r.id), r.created_at) > now() - make_interval(days => ${RETURN_DAYS}) AS fresh
     FROM recipients r JOIN deliveries d ON d.id = r.id WHERE r.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type Named = Extract<Reading, { readonly kind: 'named' }>;

async function findMailboxes(sql: Sql, named: readonly Named[]): Promise<Map<string, Destination>> {
  const look = (addresses: readonly string[]) =>
    sql.query<{ address: string; id: number; tenant_id: number }>(
      'SELECT address, id, tenant_id FROM mailboxes WHERE address = ANY ($1)',
      [addresses],
    );
  const found = await look(named.map(({ address }) => address));
  const known = new Set(found.map((row) => row.address));
  const roles = named.filter(({ address, isRole }) => isRole && !known.has(address)).map(({ address }) => address);
  if (roles.length > 0) {
    // The operators' mailbox of this address, made when somebody writes to it first.
    const insert = 'INSERT INTO mailboxes (tenant_id, address) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING';
    await sql.query(insert, [SYSTEM_TENANT, roles]);
    found.push(...(await look(roles)));
  }
  return new Map(
    found.map(({ address, id, tenant_id }) => [address, { kind: 'mailbox', tenantId: tenant_id, mailboxId: id }]),
  );
}

const findOwnDomains = async (sql: Sql, domains: readonly string[]): Promise<string[]> =>
  (await sql.query<{ name: string }>('SELECT name FROM local_domains($1) AS name', [domains])).map((row) => row.name);
