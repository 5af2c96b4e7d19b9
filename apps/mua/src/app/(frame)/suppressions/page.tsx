import { listSuppressions, type Suppression } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { can } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState, PageHeader, Panel } from '@hikyaku/ui';
import { Ban } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LiftDialog } from '../../../audience/lift-dialog.tsx';
import { addSuppression } from '../../../audience/suppression-actions.ts';
import { ActionForm } from '../../../form/action-form.tsx';
import { pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { SearchForm } from '../../../form/search-form.tsx';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';
import { valueOr404 } from '../../../gate/value-or-404.ts';
import { factNames } from '../../../passport/fact-names.ts';
import { When } from '../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('suppressions'))('title'),
});

const LIMIT = 50;

export default async function SuppressionsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('suppressions');
  const list = await getTranslations('list');
  const names = await factNames();
  const query = await searchParams;
  const q = partOf(query, 'q');
  const cursor = partOf(query, 'cursor');
  const { page, canWrite } = await read(async (sql, { principal }) => ({
    page: valueOr404(await listSuppressions(sql, { limit: LIMIT, cursor: cursor || null, email: q || undefined })),
    canWrite: can(principal, 'suppressions:write'),
  }));
  const columns: Column<Suppression>[] = [
    { key: 'email', header: t('email'), cell: (row) => <span className="font-medium">{row.email}</span> },
    {
      key: 'reason',
      header: t('reason'),
      grow: true,
      cell: (row) => (
        <>
          {row.deliveryId ? (
            <Link href={`/emails/${formatId('message', row.deliveryId)}`} className="text-accent hover:underline">
              {names.reason(row.reason)}
            </Link>
          ) : (
            names.reason(row.reason)
          )}
          <span className="block text-xs text-faint [overflow-wrap:anywhere]">{row.detail}</span>
        </>
      ),
    },
    { key: 'scope', header: t('scope'), wide: true, cell: (row) => t(row.scope === 3 ? 'scopes.all' : 'scopes.bulk') },
    { key: 'since', header: t('since'), wide: true, cell: (row) => <When at={row.createdAt} /> },
    ...(canWrite
      ? [
          {
            key: 'lift',
            header: <span className="sr-only">{t('lift')}</span>,
            cell: (row: Suppression) => <LiftDialog id={formatId('suppression', row.id)} email={row.email} />,
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <SearchForm value={q} label={t('search')} />
      <div className="flex flex-col gap-6">
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={page.data}
          rowKey={(row) => String(row.id)}
          link={Link}
          pages={{
            ...pageLinks('/suppressions', { q }, cursor, page.nextCursor),
            firstLabel: list('first'),
            nextLabel: list('next'),
          }}
          empty={
            <EmptyState icon={<Ban className="size-8" />} title={t('emptyTitle')}>
              {t('emptyAbout')}
            </EmptyState>
          }
        />
        {canWrite ? (
          <Panel title={t('add')}>
            <ActionForm
              action={addSuppression}
              submit={t('addNow')}
              fields={[
                { id: 'email', kind: 'email', label: t('email'), required: true, autoComplete: 'off' },
                {
                  id: 'scope',
                  kind: 'select',
                  label: t('scope'),
                  options: [
                    { value: 'bulk', label: t('scopes.bulk') },
                    { value: 'all', label: t('scopes.all') },
                  ],
                },
                { id: 'detail', label: t('note'), maxLength: 1000 },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
