import { findCampaign } from '@hikyaku/campaign';
import { formatId, parseId } from '@hikyaku/db';
import { PageHeader, StatusBadge } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CampaignEditor } from '../../../../../campaign/campaign-editor.tsx';
import { loadEditor } from '../../../../../campaign/load-editor.ts';
import { showSender } from '../../../../../campaign/show-sender.ts';
import { Link } from '../../../../../frame/link.tsx';
import { read } from '../../../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('editor'))('title') });

export default async function EditCampaignPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('campaigns');
  const frame = await getTranslations('frame');
  const row = parseId('campaign', id);
  const found = await read(async (sql, { principal }) => {
    const campaign = row === null ? null : await findCampaign(sql, row);
    return campaign && { campaign, choices: await loadEditor(sql, principal.tenant.name) };
  });
  if (!found) notFound();
  const { campaign, choices } = found;
  if (campaign.status !== 'draft') redirect(`/campaigns/${id}`);
  return (
    <>
      <PageHeader
        title={campaign.name}
        status={<StatusBadge status={campaign.status} label={t(`statuses.${campaign.status}`)} />}
        trail={{ label: frame('trail'), items: [{ href: '/campaigns', label: t('title') }] }}
        link={Link}
      />
      <CampaignEditor
        draft={{
          id,
          name: campaign.name,
          from: showSender(campaign.fromName, campaign.fromEmail),
          subject: campaign.subject,
          html: campaign.html ?? '',
          text: campaign.text ?? '',
          listIds: campaign.listIds.map((list) => formatId('list', list)),
          trackOpens: campaign.trackOpens,
          trackClicks: campaign.trackClicks,
        }}
        {...choices}
      />
    </>
  );
}
