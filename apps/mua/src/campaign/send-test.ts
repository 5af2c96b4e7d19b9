'use server';

import { findCampaign } from '@hikyaku/campaign';
import { openTemplate } from '@hikyaku/content';
import { parseId } from '@hikyaku/db';
import { canonicalAddress } from '@hikyaku/mail';
import { accept, composeEmail, type DueSite } from '@hikyaku/submission';
import { notFound, ok, refuseField } from '@hikyaku/tenancy';
import { getTranslations } from 'next-intl/server';
import type { Answer } from '../form/answer.ts';
import { act } from '../gate/act.ts';
import { house } from '../house/house.ts';
import { findPerson } from './find-person.ts';
import { showSender } from './show-sender.ts';

const MOST = 10;

/** Sends what is saved to a few addresses: the same door, outside the campaign's counts. */
export async function sendTest(id: string, to: readonly string[]): Promise<Answer> {
  const t = await getTranslations('editor');
  const sent = await act<readonly DueSite[]>({ permission: 'campaigns:send', quiet: true }, async (sql, context) => {
    const row = parseId('campaign', id);
    const campaign = row === null ? null : await findCampaign(sql, row);
    if (!campaign) return notFound('campaign');
    if (to.length === 0 || to.length > MOST) return refuseField('to', `1 to ${MOST} addresses`);
    const template = openTemplate({ subject: campaign.subject, html: campaign.html, text: campaign.text });
    const mails = [];
    for (const address of to) {
      const person = await findPerson(sql, address);
      const link = `${context.house.config.url}/u/test`;
      const rendered = template.render({
        ...person,
        email: canonicalAddress(address),
        unsubscribe_url: link,
        preferences_url: link,
      });
      if ('failed' in rendered) return refuseField('html', rendered.detail);
      const mail = await composeEmail({
        from: showSender(campaign.fromName, campaign.fromEmail),
        to: [address],
        replyTo: campaign.replyTo ? [campaign.replyTo] : undefined,
        ...rendered,
        stream: 'transactional',
        source: 'test',
        campaignId: campaign.id,
      });
      if (!mail.ok) return mail;
      mails.push(mail.value);
    }
    const accepted = await accept(sql, context.house.world, mails);
    return accepted.ok ? ok(accepted.value.due) : accepted;
  });
  if (!sent.ok) return sent;
  await (await house()).drains.wake(sent.value);
  return { ok: true, value: null, message: t('testDone', { count: to.length }) };
}
