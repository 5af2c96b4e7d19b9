import { countCampaign, findCampaign } from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { notFound, ok, type Refusal, refuseField } from '@hikyaku/tenancy';
import type { Reply } from '../../endpoint.ts';
import type { ApiWorld } from '../../world.ts';
import { formatCampaign } from './campaign-shape.ts';

/** A campaign as it stands in this transaction. */
export async function replyCampaign(sql: TenantSql, id: number, more: Partial<Reply> = {}) {
  const campaign = await findCampaign(sql, id);
  const counts = await countCampaign(sql, id);
  if (!campaign || !counts) return notFound('campaign');
  return ok<Reply>({ body: formatCampaign(campaign, counts), ...more });
}

/** A key is never an operator: only the sandbox lets a bad list go through. */
export const refuseBreaker = (world: ApiWorld, breaker: boolean | undefined): Refusal | null =>
  breaker === false && !world.config.sandbox
    ? refuseField('breaker', 'can be false in the sandbox only, or for an operator')
    : null;
