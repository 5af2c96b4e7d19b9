import { createList, type NewContact, upsertContacts } from '@hikyaku/audience';
import { type CampaignDraft, createCampaign, sendCampaign } from '@hikyaku/campaign';
import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import type { Result } from '@hikyaku/tenancy';

const PORTION = 1_000;
let lists = 0;

/** Puts people on a new list and sends them a campaign; resolves when it stands at `planning`. Nobody is woken. */
export async function launchCampaign(
  rig: { readonly app: Database; readonly scope: TenantScope },
  people: readonly NewContact[],
  draft: Partial<CampaignDraft> = {},
): Promise<number> {
  const name = `people ${++lists}`;
  const listId = await withTenant(rig.app, rig.scope, async (sql) => taken(await createList(sql, { name })).id);
  for (let at = 0; at < people.length; at += PORTION) {
    const portion = people.slice(at, at + PORTION).map((person) => ({ ...person, list_ids: [listId] }));
    await withTenant(rig.app, rig.scope, async (sql) => taken(await upsertContacts(sql, portion)));
  }
  return withTenant(rig.app, rig.scope, async (sql) => {
    const { id } = taken(
      await createCampaign(sql, {
        name,
        from: '青空 <news@aozora.test>',
        subject: 'お知らせ：{{ name }}様へ',
        text: '{{ name }} 様\n\nこんにちは。\n\n配信停止: {{ unsubscribe_url }}\n',
        listIds: [listId],
        ...draft,
      }),
    );
    taken(await sendCampaign(sql, { id }));
    return id;
  });
}

function taken<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
}
