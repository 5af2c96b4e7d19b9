'use server';

import { TEST_MAX, testCampaign } from '@hikyaku/campaign';
import { parseId } from '@hikyaku/db';
import { notFound } from '@hikyaku/tenancy';
import { getTranslations } from 'next-intl/server';
import type { Answer } from '../form/answer.ts';
import { act } from '../gate/act.ts';
import { house } from '../house/house.ts';

/** Sends what is saved to a few addresses: through the same door, outside the campaign's counts. */
export async function sendTest(id: string, to: readonly string[]): Promise<Answer> {
  const t = await getTranslations('editor');
  const row = parseId('campaign', id);
  const sample = { name: t('sampleName'), attributes: {} };
  const sent = await act({ permission: 'campaigns:send', quiet: true }, async (sql, { house: opened }) =>
    row === null
      ? notFound('campaign')
      : testCampaign(
          sql,
          { ...opened.world, url: opened.config.url },
          { id: row, to: to.slice(0, TEST_MAX + 1), sample },
        ),
  );
  if (!sent.ok) return sent;
  await (await house()).drains.wake(sent.value.due);
  return { ok: true, value: null, message: t('testDone', { count: to.length }) };
}
