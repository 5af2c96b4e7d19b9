import { formatId, type TenantSql } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { notFound, ok, type Result } from '../result.ts';

/** Whether mail to this domain is the platform's to deliver. It takes effect while the domain is verified. */
export async function setDomainReceives(sql: TenantSql, id: number, receives: boolean): Promise<Result<void>> {
  const rows = await sql.query(
    'UPDATE sending_domains SET receives = $3 WHERE tenant_id = $1 AND id = $2 RETURNING id',
    [sql.scope.tenantId, id, receives],
  );
  if (rows.length === 0) return notFound('domain');
  await writeAudit(sql, 'domain.receives', formatId('domain', id), { receives });
  return ok(undefined);
}

/** Gives the name up: nothing more is sent from it, and another tenant may verify it. */
export async function deleteDomain(sql: TenantSql, id: number): Promise<Result<void>> {
  const [row] = await sql.query<{ name: string }>(
    'DELETE FROM sending_domains WHERE tenant_id = $1 AND id = $2 RETURNING name',
    [sql.scope.tenantId, id],
  );
  if (!row) return notFound('domain');
  await writeAudit(sql, 'domain.delete', formatId('domain', id), { name: row.name });
  return ok(undefined);
}
