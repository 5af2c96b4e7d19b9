import type { TenantSql } from '@hikyaku/db';
import { WEBHOOK_COLUMNS, type Webhook } from './webhook.ts';

export async function findWebhook(sql: TenantSql, id: number): Promise<Webhook | null> {
  const [row] = await sql.query<Webhook>(`SELECT ${WEBHOOK_COLUMNS} FROM webhooks WHERE id = $1 AND tenant_id = $2`, [
    id,
    sql.scope.tenantId,
  ]);
  return row ?? null;
}
