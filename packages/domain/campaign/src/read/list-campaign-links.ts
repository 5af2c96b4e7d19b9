import type { TenantSql } from '@hikyaku/db';
import { eventNumber, NO_MACHINES } from '@hikyaku/events';

/** A followed link of a campaign, as it was frozen: with merge fields, where it has some. */
export type CampaignLink = {
  readonly url: string;
  /** Each time that a person followed it. */
  readonly clicks: number;
  /** People who did. */
  readonly recipients: number;
};

/** The links that clicks are counted for, in the order of the message. Empty before sending, and when clicks are not followed. */
export const listCampaignLinks = (sql: TenantSql, id: number): Promise<CampaignLink[]> =>
  sql.query<CampaignLink>(
    `SELECT l.url, coalesce(f.clicks, 0) AS clicks, coalesce(f.recipients, 0) AS recipients
     FROM campaigns c JOIN contents k ON k.id = c.content_id CROSS JOIN LATERAL unnest(k.links) WITH ORDINALITY AS l (url, n)
     LEFT JOIN (
       SELECT (e.data ->> 'link')::int AS n, count(*) AS clicks, count(DISTINCT e.delivery_id) AS recipients FROM events e
       WHERE e.campaign_id = $1 AND e.tenant_id = $2 AND e.type = $3 AND ${NO_MACHINES} GROUP BY 1) f USING (n)
     WHERE c.id = $1 AND c.tenant_id = $2 ORDER BY l.n`,
    [id, sql.scope.tenantId, eventNumber('email.clicked')],
  );
