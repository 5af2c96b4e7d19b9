import { listLists } from '@hikyaku/audience';
import { listCampaigns } from '@hikyaku/campaign';
import { can, listDomains } from '@hikyaku/tenancy';
import { ButtonLink, EmptyState, PageHeader } from '@hikyaku/ui';
import { Megaphone, Plus } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { CampaignTable } from '../../campaign/campaign-table.tsx';
import { viewCampaign } from '../../campaign/view-campaign.ts';
import { Link } from '../../frame/link.tsx';
import { read } from '../../gate/read.ts';
import { AttentionList } from '../../home/attention-list.tsx';
import { countUnseen } from '../../inbox/load-inbox.ts';

const RECENT = 8;

export default async function HomePage() {
  const t = await getTranslations('home');
  const campaigns = await getTranslations('campaigns');
  const { page, paused, domains, lists, unseen, canWrite } = await read(async (sql, { principal }) => ({
    page: await listCampaigns(sql, { limit: RECENT }),
    paused: await listCampaigns(sql, { status: 'paused', limit: 5 }),
    domains: await listDomains(sql),
    lists: await listLists(sql, { limit: 1 }),
    unseen: await countUnseen(sql),
    canWrite: can(principal, 'campaigns:write'),
  }));
  const create = canWrite ? (
    <ButtonLink as={Link} href="/campaigns/new" tone="primary" icon={<Plus className="size-4" aria-hidden />}>
      {campaigns('new')}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader title={t('title')} actions={create} />
      <div className="flex flex-col gap-8">
        <AttentionList
          paused={paused.rows.map(viewCampaign)}
          domains={domains}
          unseen={unseen}
          hasPeople={lists.ok && lists.value.data.length > 0}
        />
        <section>
          <h2 className="mb-2 text-sm font-semibold">{t('recent')}</h2>
          <CampaignTable
            campaigns={page.rows.map(viewCampaign)}
            empty={
              <EmptyState icon={<Megaphone className="size-8" />} title={campaigns('emptyTitle')} action={create}>
                {campaigns('emptyAbout')}
              </EmptyState>
            }
          />
        </section>
      </div>
    </>
  );
}
