import { createCampaign, sendCampaign } from '@hikyaku/campaign';
import { type TenantScope, withTenant } from '@hikyaku/db';
import { need } from '../need.ts';
import type { Ground } from '../open-ground.ts';
import type { BenchContent } from './content.ts';

export type BenchCampaign = {
  readonly scope: TenantScope;
  /** Its verified domain. */
  readonly domain: string;
  readonly listId: number;
  readonly content: BenchContent;
  /** Openings and clicks. */
  readonly tracked: boolean;
};

/** Makes a campaign and orders it to be sent, as the API does. Returns its id. */
export async function startCampaign(ground: Ground, of: BenchCampaign): Promise<number> {
  const { scope, domain, listId, tracked } = of;
  const { subject, html, text } = of.content;
  const id = await withTenant(ground.app, scope, async (sql) => {
    const draft = {
      name: 'bench',
      from: `Bench <news@${domain}>`,
      subject,
      html,
      text,
      listIds: [listId],
      trackOpens: tracked,
      trackClicks: tracked,
    };
    const made = need(await createCampaign(sql, draft));
    need(await sendCampaign(sql, { id: made.id }));
    return made.id;
  });
  await ground.wakePlan(id);
  return id;
}
