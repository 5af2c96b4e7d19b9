import { type Column, DataTable, StatusBadge } from '@hikyaku/ui';
import { getFormatter, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Link } from '../frame/link.tsx';
import { When } from '../time/when.tsx';
import type { CampaignRow } from './view.ts';

export type CampaignTableProps = {
  campaigns: readonly CampaignRow[];
  empty: ReactNode;
  pages?: { first?: string; next?: string };
};

export async function CampaignTable({ campaigns, empty, pages }: CampaignTableProps) {
  const t = await getTranslations('campaigns');
  const list = await getTranslations('list');
  const format = await getFormatter();
  const columns: Column<CampaignRow>[] = [
    {
      key: 'name',
      header: t('name'),
      grow: true,
      cell: (row) => (
        <>
          <Link href={`/campaigns/${row.id}`} className="font-medium hover:underline">
            {row.name}
          </Link>
          <span className="block text-xs text-faint">{row.subject}</span>
        </>
      ),
    },
    {
      key: 'status',
      header: t('status'),
      cell: (row) => <StatusBadge status={row.status} label={t(`statuses.${row.status}`)} />,
    },
    {
      key: 'planned',
      header: t('planned'),
      numeric: true,
      cell: (row) =>
        row.planned > 0 ? (
          <Link href={`/campaigns/${row.id}/recipients`} className="hover:underline">
            {format.number(row.planned)}
          </Link>
        ) : (
          <span className="text-faint">{t('none')}</span>
        ),
    },
    {
      key: 'delivered',
      header: t('delivered'),
      numeric: true,
      wide: true,
      cell: (row) =>
        row.planned > 0 ? (
          <Link href={`/campaigns/${row.id}/recipients?status=delivered`} className="hover:underline">
            {format.number(row.counts.delivered)}
            <span className="ml-1.5 text-xs text-faint">
              {format.number(row.counts.delivered / row.planned, { style: 'percent', maximumFractionDigits: 1 })}
            </span>
          </Link>
        ) : (
          <span className="text-faint">{t('none')}</span>
        ),
    },
    { key: 'updated', header: t('updated'), wide: true, cell: (row) => <When at={row.updatedAt} /> },
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={campaigns}
      rowKey={(row) => row.id}
      empty={empty}
      pages={{ ...pages, firstLabel: list('first'), nextLabel: list('next') }}
      link={Link}
    />
  );
}
