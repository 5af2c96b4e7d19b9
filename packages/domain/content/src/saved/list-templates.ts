import type { TenantSql } from '@hikyaku/db';
import { type SavedTemplate, TEMPLATE_COLUMNS } from './saved-template.ts';

/** One page of kept templates, newest first. `cursor` is the id of the last one of the page before. */
export async function listTemplates(
  sql: TenantSql,
  page: { readonly limit: number; readonly cursor?: number | null },
): Promise<{ rows: SavedTemplate[]; nextCursor: number | null }> {
  const rows = await sql.query<SavedTemplate>(
    `SELECT ${TEMPLATE_COLUMNS} FROM templates t WHERE t.tenant_id = $1 AND t.id < coalesce($2::bigint, 2147483648)
     ORDER BY t.id DESC LIMIT $3`,
    [sql.scope.tenantId, page.cursor ?? null, page.limit + 1],
  );
  const kept = rows.slice(0, page.limit);
  return { rows: kept, nextCursor: rows.length > page.limit ? (kept.at(-1)?.id ?? null) : null };
}
