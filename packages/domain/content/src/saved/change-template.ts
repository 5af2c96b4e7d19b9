import type { TenantSql } from '@hikyaku/db';
import { notFound, ok, type Result } from '@hikyaku/tenancy';
import { checkDraft, refuseTakenName } from './check-draft.ts';
import type { TemplateDraft } from './saved-template.ts';

/** Replaces a template. What was sent from it before keeps its own copy. */
export async function changeTemplate(sql: TenantSql, id: number, draft: TemplateDraft): Promise<Result<null>> {
  const checked = checkDraft(draft);
  if (!checked.ok) return checked;
  const { name, subject, html, text } = checked.value;
  const { tenantId } = sql.scope;
  const taken = await sql.query('SELECT 1 FROM templates WHERE tenant_id = $1 AND name = $2 AND id <> $3::bigint', [
    tenantId,
    name,
    id,
  ]);
  if (taken.length > 0) return refuseTakenName();
  const rows = await sql.query(
    `UPDATE templates SET name = $3, subject = $4, html = $5, text = $6, updated_at = now()
     WHERE tenant_id = $1 AND id = $2::bigint RETURNING id`,
    [tenantId, id, name, subject, html ?? null, text ?? null],
  );
  return rows.length > 0 ? ok(null) : notFound('template');
}
