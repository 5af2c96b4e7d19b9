import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Keyring } from '@hikyaku/config';
import { formatId, type TenantSql } from '@hikyaku/db';
import { formatDkimRecord, isDomainName, toALabel } from '@hikyaku/mail';
import { writeAudit } from '../audit/write-audit.ts';
import { ok, type Result, refuse, refuseField } from '../result.ts';
import { DOMAIN_COLUMNS, type SendingDomain } from './sending-domain.ts';

const makeKeyPair = promisify(generateKeyPair);

/**
 * A sending domain with an RSA-2048 key of its own, unverified: `domainRecords` says what to publish. The private key is
 * stored sealed. Refuses with 422 what is no domain name and 409 a name that this tenant has.
 */
export async function createDomain(
  sql: TenantSql,
  keyring: Keyring,
  domain: string,
  options: { readonly receives?: boolean } = {},
): Promise<Result<SendingDomain>> {
  const given = domain.trim().replace(/\.$/, '');
  const name = toALabel(given);
  if (!name || !isDomainName(given)) return refuseField('name', 'This is not a domain name.');
  const known = await sql.query('SELECT 1 FROM sending_domains WHERE tenant_id = $1 AND name = $2', [
    sql.scope.tenantId,
    name,
  ]);
  // A key pair costs 100 ms of CPU: in the thread pool, and not for a name that is there already.
  if (known.length > 0) return taken(name);
  const { privateKey } = await makeKeyPair('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const [row] = await sql.query<SendingDomain>(
    `INSERT INTO sending_domains (tenant_id, name, token, dkim_selector, dkim_private_key, dkim_public_key, receives)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, name) DO NOTHING RETURNING ${DOMAIN_COLUMNS}`,
    [
      sql.scope.tenantId,
      name,
      randomBytes(16).toString('hex'),
      // Random: two tenants may publish under one name, and a later key takes another.
      `hk${randomBytes(4).toString('hex')}`,
      keyring.seal('dkim', pem),
      formatDkimRecord(pem),
      options.receives ?? false,
    ],
  );
  if (!row) return taken(name);
  await writeAudit(sql, 'domain.create', formatId('domain', row.id), { name });
  return ok(row);
}

const taken = (name: string) =>
  refuse(409, 'domain_exists', `${name} is among your domains already.`, [{ path: 'name', message: 'exists already' }]);
