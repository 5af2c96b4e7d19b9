import type { TenantSql } from '@hikyaku/db';
import type { Permission } from '../principal/permissions.ts';

export type ApiKey = {
  readonly id: number;
  readonly kind: 'api' | 'smtp';
  readonly name: string;
  /** The first characters of an API key, or the whole user name of an SMTP login. */
  readonly prefix: string;
  readonly permissions: readonly Permission[];
  readonly requestsPerSecond: number;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

/** All keys of the tenant, revoked ones too, newest first. */
export const listApiKeys = (sql: TenantSql): Promise<ApiKey[]> =>
  sql.query<ApiKey>(
    `SELECT id, kind, name, prefix, permissions, requests_per_second AS "requestsPerSecond", created_at AS "createdAt",
       last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
     FROM api_keys WHERE tenant_id = $1 ORDER BY id DESC`,
    [sql.scope.tenantId],
  );
