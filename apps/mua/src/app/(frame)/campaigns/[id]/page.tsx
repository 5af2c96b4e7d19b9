import { findCampaign, listCampaignLinks } from '@hikyaku/campaign';
import { frameHtml } from '@hikyaku/content';
import { parseId } from '@hikyaku/db';
import { can } from '@hikyaku/tenancy';
import { ButtonLink, Facts, MailFrame, Notice, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { forecastFacts } from '../../../../campaign/forecast-facts.ts';
import { LinkTable } from '../../../../campaign/link-table.tsx';
import { LiveBoard } from '../../../../campaign/live-board.tsx';
import { loadForecast } from '../../../../campaign/load-forecast.ts';
import { loadLive } from '../../../../campaign/load-live.ts';
import { showSender } from '../../../../campaign/show-sender.ts';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('campaigns'))('title'),
});

export default async function CampaignPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('live');
  const editor = await getTranslations('editor');
  const row = parseId('campaign', id);
  const found = await read(async (sql, { principal, house }) => {
    const campaign = row === null ? null : await findCampaign(sql, row);
    const live = campaign ? await loadLive(sql, campaign.id, house.sites) : null;
    const links = campaign ? await listCampaignLinks(sql, campaign.id) : [];
    const forecast = campaign ? await loadForecast(sql, house, campaign) : null;
    return (
      campaign && live && forecast && { campaign, live, links, forecast, canAct: can(principal, 'campaigns:send') }
    );
  });
  if (!found) notFound();
  const { campaign, live, links, forecast, canAct } = found;
  if (campaign.status === 'draft') redirect(`/campaigns/${id}/edit`);
  const times = [
    { key: 'scheduled', name: t('scheduledAt'), at: campaign.scheduledAt },
    { key: 'started', name: t('startedAt'), at: campaign.startedAt },
    { key: 'completed', name: t('completedAt'), at: campaign.completedAt },
  ].flatMap(({ key, name, at }) => (at ? [{ key, name, value: <When at={at} exact /> }] : []));
  return (
    <div className="flex flex-col gap-6">
      <LiveBoard id={id} name={campaign.name} initial={live} canAct={canAct} />
      <LinkTable links={links} delivered={live.counts.delivered} />
      {campaign.status === 'scheduled' ? <Notice>{t('notCountedYet')}</Notice> : null}
      <Panel
        title={t('message')}
        actions={
          <ButtonLink as={Link} href={`/campaigns/${id}/recipients`} size="small">
            {t('recipients')}
          </ButtonLink>
        }
      >
        <div className="grid gap-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
          <Facts
            facts={[
              { key: 'subject', name: editor('subject'), value: campaign.subject },
              { key: 'from', name: editor('from'), value: showSender(campaign.fromName, campaign.fromEmail) },
              ...times,
              ...(await forecastFacts(forecast)),
            ]}
          />
          {campaign.html ? (
            <MailFrame html={frameHtml(campaign.html)} title={editor('previewFrame')} />
          ) : (
            <p className="whitespace-pre-wrap">{campaign.text}</p>
          )}
        </div>
      </Panel>
    </div>
  );
}
