import type { TenantSql } from '@hikyaku/db';
import { parseAddress } from '@hikyaku/mail';

export type Sender = { readonly domainId: number; readonly domain: string; readonly selector: string };

/**
 * The verified domain of this tenant that covers a From address: the domain itself or the nearest one above it.
 * Null when there is none, or when it is no address.
 */
export async function findSender(sql: TenantSql, fromEmail: string): Promise<Sender | null> {
  const parsed = parseAddress(fromEmail);
  if (!parsed.ok) return null;
  const labels = parsed.address.domain.split('.');
  const names = labels.slice(0, -1).map((_, first) => labels.slice(first).join('.'));
  const [row] = await sql.query<Sender>(
    `SELECT id AS "domainId", name AS domain, dkim_selector AS selector FROM sending_domains
     WHERE tenant_id = $1 AND name = ANY ($2) AND status = 'verified' ORDER BY length(name) DESC LIMIT 1`,
    [sql.scope.tenantId, names],
  );
  return row ?? null;
}
