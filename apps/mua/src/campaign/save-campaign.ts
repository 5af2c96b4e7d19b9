'use server';

import { createCampaign, updateCampaign } from '@hikyaku/campaign';
import { formatId, parseId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import type { Answer } from '../form/answer.ts';
import { act } from '../gate/act.ts';
import type { CampaignDraft } from './view.ts';

/** Saves a draft, the first time under a new id. Answers the id. */
export async function saveCampaign(draft: CampaignDraft): Promise<Answer<string>> {
  return act({ permission: 'campaigns:write', quiet: true }, async (sql) => {
    const listIds = draft.listIds.map((id) => parseId('list', id)).filter((id) => id !== null);
    const { name, from, subject, html, text, trackOpens, trackClicks } = draft;
    const stated = { name, from, subject, html: html || null, text: text || null, listIds, trackOpens, trackClicks };
    if (draft.id === '') {
      const created = await createCampaign(sql, stated);
      return created.ok ? ok(formatId('campaign', created.value.id)) : created;
    }
    const id = parseId('campaign', draft.id);
    if (id === null) return notFound('campaign');
    const updated = await updateCampaign(sql, id, stated);
    return updated.ok ? ok(draft.id) : updated;
  });
}
