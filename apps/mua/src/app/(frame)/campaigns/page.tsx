import { CAMPAIGN_STATUSES, listCampaigns } from '@hikyaku/campaign';
import { can } from '@hikyaku/tenancy';
import { ButtonLink, EmptyState, PageHeader, TabLinks } from '@hikyaku/ui';
import { Megaphone, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CampaignTable } from '../../../campaign/campaign-table.tsx';
import { viewCampaign } from '../../../campaign/view-campaign.ts';
import { linkTo, pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('campaigns'))('title'),
});

const LIMIT = 50;

export default async function CampaignsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('campaigns');
  const list = await getTranslations('list');
  const query = await searchParams;
  const status = CAMPAIGN_STATUSES.find((one) => one === partOf(query, 'status'));
  const cursor = partOf(query, 'cursor');
  const { page, canWrite } = await read(async (sql, { principal }) => ({
    page: await listCampaigns(sql, { status, limit: LIMIT, cursor: Number(cursor) || null }),
    canWrite: can(principal, 'campaigns:write'),
  }));
  const create = canWrite ? (
    <ButtonLink as={Link} href="/campaigns/new" tone="primary" icon={<Plus className="size-4" aria-hidden />}>
      {t('new')}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} actions={create} />
      <TabLinks
        label={t('status')}
        link={Link}
        tabs={[
          { href: '/campaigns', label: list('all'), current: !status },
          ...CAMPAIGN_STATUSES.map((one) => ({
            href: linkTo('/campaigns', { status: one }),
            label: t(`statuses.${one}`),
            current: one === status,
          })),
        ]}
      />
      <CampaignTable
        campaigns={page.rows.map(viewCampaign)}
        pages={pageLinks(
          '/campaigns',
          { status: status ?? '' },
          cursor,
          page.nextCursor === null ? null : String(page.nextCursor),
        )}
        empty={
          <EmptyState
            icon={<Megaphone className="size-8" />}
            title={status ? t('noneOfStatus') : t('emptyTitle')}
            action={status ? null : create}
          >
            {t('emptyAbout')}
          </EmptyState>
        }
      />
    </>
  );
}
