import type { TenantSql } from '@hikyaku/db';
import { WEBHOOK_COLUMNS, type Webhook } from './webhook.ts';

/** All of them, newest first: a tenant has at most 50. */
export const listWebhooks = (sql: TenantSql): Promise<Webhook[]> =>
  sql.query<Webhook>(`SELECT ${WEBHOOK_COLUMNS} FROM webhooks WHERE tenant_id = $1 ORDER BY id DESC`, [
    sql.scope.tenantId,
  ]);
