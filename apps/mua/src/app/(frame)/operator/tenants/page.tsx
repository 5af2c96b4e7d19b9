import { formatId, parseId } from '@hikyaku/db';
import { listTenants, type TenantEntry } from '@hikyaku/tenancy';
import { type Column, DataTable, PageHeader, StatusBadge } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { pageLinks, partOf, type Query } from '../../../../form/page-links.ts';
import { Link } from '../../../../frame/link.tsx';
import { requirePrincipal } from '../../../../gate/require-principal.ts';
import { valueOr404 } from '../../../../gate/value-or-404.ts';
import { house } from '../../../../house/house.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('operator'))('title'),
});

const LIMIT = 50;

export default async function TenantsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('operator');
  const list = await getTranslations('list');
  const format = await getFormatter();
  const principal = await requirePrincipal();
  if (!principal.isOperator) notFound();
  const cursor = partOf(await searchParams, 'cursor');
  const after = cursor ? (parseId('tenant', cursor) ?? undefined) : undefined;
  const found = valueOr404(await listTenants((await house()).app, principal, { limit: LIMIT + 1, after }));
  const rows = found.slice(0, LIMIT);
  const last = rows.at(-1);
  const columns: Column<TenantEntry>[] = [
    {
      key: 'name',
      header: t('name'),
      grow: true,
      cell: (row) => (
        <Link href={`/operator/tenants/${formatId('tenant', row.id)}`} className="font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    {
      key: 'status',
      header: t('status'),
      cell: (row) => (
        <StatusBadge status={row.status === 'held' ? 'failed' : 'verified'} label={t(`statuses.${row.status}`)} />
      ),
    },
    { key: 'members', header: t('members'), numeric: true, wide: true, cell: (row) => format.number(row.members) },
    {
      key: 'used',
      header: t('usedToday'),
      numeric: true,
      cell: (row) =>
        row.dailyQuota === null ? t('noQuota') : `${format.number(row.usedToday)} / ${format.number(row.dailyQuota)}`,
    },
    { key: 'since', header: t('since'), wide: true, cell: (row) => <When at={row.createdAt} /> },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        link={Link}
        pages={{
          ...pageLinks(
            '/operator/tenants',
            {},
            cursor,
            found.length > LIMIT && last ? formatId('tenant', last.id) : null,
          ),
          firstLabel: list('first'),
          nextLabel: list('next'),
        }}
        empty={null}
      />
    </>
  );
}
