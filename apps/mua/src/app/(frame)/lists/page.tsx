import { type ContactList, listLists } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { can } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState, PageHeader, Panel } from '@hikyaku/ui';
import { ListChecks } from 'lucide-react';
import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { addList } from '../../../audience/list-actions.ts';
import { ActionForm } from '../../../form/action-form.tsx';
import { pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';
import { valueOr404 } from '../../../gate/value-or-404.ts';
import { When } from '../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('lists'))('title') });

const LIMIT = 50;

export default async function ListsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('lists');
  const list = await getTranslations('list');
  const format = await getFormatter();
  const cursor = partOf(await searchParams, 'cursor');
  const { page, canWrite } = await read(async (sql, { principal }) => ({
    page: valueOr404(await listLists(sql, { limit: LIMIT, cursor: cursor || null })),
    canWrite: can(principal, 'contacts:write'),
  }));
  const href = (row: ContactList) => `/lists/${formatId('list', row.id)}`;
  const columns: Column<ContactList>[] = [
    {
      key: 'name',
      header: t('name'),
      grow: true,
      cell: (row) => (
        <Link href={href(row)} className="font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    {
      key: 'people',
      header: t('people'),
      numeric: true,
      cell: (row) => (
        <Link href={href(row)} className="hover:underline">
          {format.number(row.contacts)}
        </Link>
      ),
    },
    { key: 'made', header: t('made'), wide: true, cell: (row) => <When at={row.createdAt} /> },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={page.data}
          rowKey={(row) => String(row.id)}
          link={Link}
          pages={{
            ...pageLinks('/lists', {}, cursor, page.nextCursor),
            firstLabel: list('first'),
            nextLabel: list('next'),
          }}
          empty={
            <EmptyState icon={<ListChecks className="size-8" />} title={t('emptyTitle')}>
              {t('emptyAbout')}
            </EmptyState>
          }
        />
        {canWrite ? (
          <Panel title={t('new')}>
            <ActionForm
              action={addList}
              submit={t('create')}
              fields={[{ id: 'name', label: t('name'), required: true, maxLength: 200, autoComplete: 'off' }]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
