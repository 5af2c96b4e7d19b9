import type { TenantSql } from '@hikyaku/db';
import { ok, type Result } from '@hikyaku/tenancy';
import { checkDraft, refuseTakenName } from './check-draft.ts';
import type { TemplateDraft } from './saved-template.ts';

/** Keeps a template. 422 with line and column when it cannot be rendered, 409 when the name is taken. */
export async function createTemplate(sql: TenantSql, draft: TemplateDraft): Promise<Result<{ id: number }>> {
  const checked = checkDraft(draft);
  if (!checked.ok) return checked;
  const { name, subject, html, text } = checked.value;
  const [row] = await sql.query<{ id: number }>(
    `INSERT INTO templates (tenant_id, name, subject, html, text) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, name) DO NOTHING RETURNING id`,
    [sql.scope.tenantId, name, subject, html ?? null, text ?? null],
  );
  return row ? ok(row) : refuseTakenName();
}
