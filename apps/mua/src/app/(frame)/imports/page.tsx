import { listImports, listLists } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { can } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState, PageHeader, Panel, StatusBadge } from '@hikyaku/ui';
import { FileUp } from 'lucide-react';
import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ImportForm } from '../../../audience/import-form.tsx';
import type { ImportView } from '../../../audience/view.ts';
import { viewImport } from '../../../audience/view-import.ts';
import { pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';
import { valueOr404 } from '../../../gate/value-or-404.ts';
import { When } from '../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('imports'))('title') });

const LIMIT = 20;

export default async function ImportsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('imports');
  const list = await getTranslations('list');
  const format = await getFormatter();
  const query = await searchParams;
  const cursor = partOf(query, 'cursor');
  const { page, lists, canWrite } = await read(async (sql, { principal }) => ({
    page: valueOr404(await listImports(sql, { limit: LIMIT, cursor: cursor || null })),
    lists: valueOr404(await listLists(sql, { limit: 200 })).data,
    canWrite: can(principal, 'contacts:write'),
  }));
  const rows = await Promise.all(page.data.map(viewImport));
  const wanted = partOf(query, 'list');
  const choices = lists
    .map((one) => ({ id: formatId('list', one.id), name: one.name }))
    .sort((a, b) => Number(b.id === wanted) - Number(a.id === wanted));
  const columns: Column<ImportView>[] = [
    {
      key: 'file',
      header: t('file'),
      grow: true,
      cell: (row) => (
        <Link href={`/imports/${row.id}`} className="font-medium hover:underline [overflow-wrap:anywhere]">
          {row.filename || row.id}
        </Link>
      ),
    },
    {
      key: 'status',
      header: t('status'),
      cell: (row) => <StatusBadge status={row.status} label={t(`statuses.${row.status}`)} />,
    },
    { key: 'rows', header: t('rows'), numeric: true, cell: (row) => format.number(row.rows) },
    { key: 'skipped', header: t('skipped'), numeric: true, wide: true, cell: (row) => format.number(row.skipped) },
    { key: 'at', header: t('at'), wide: true, cell: (row) => <When at={row.createdAt} /> },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        {canWrite ? (
          <Panel title={t('new')}>
            <ImportForm lists={choices} />
          </Panel>
        ) : null}
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          link={Link}
          pages={{
            ...pageLinks('/imports', {}, cursor, page.nextCursor),
            firstLabel: list('first'),
            nextLabel: list('next'),
          }}
          empty={
            <EmptyState icon={<FileUp className="size-8" />} title={t('emptyTitle')}>
              {t('emptyAbout')}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}
