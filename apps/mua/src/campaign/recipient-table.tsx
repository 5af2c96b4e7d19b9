import { type Column, DataTable, EmptyState, StatusBadge } from '@hikyaku/ui';
import { Users } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';
import { factNames } from '../passport/fact-names.ts';
import { When } from '../time/when.tsx';
import type { RecipientRow } from './view.ts';

export type RecipientTableProps = { recipients: readonly RecipientRow[]; pages: { first?: string; next?: string } };

/** The people behind a number. */
export async function RecipientTable({ recipients, pages }: RecipientTableProps) {
  const t = await getTranslations('recipients');
  const states = await getTranslations('states');
  const list = await getTranslations('list');
  const format = await getFormatter();
  const names = await factNames();
  const columns: Column<RecipientRow>[] = [
    {
      key: 'email',
      header: t('email'),
      cell: (row) => (
        <Link href={`/emails/${row.messageId}`} className="font-medium hover:underline">
          {row.email}
        </Link>
      ),
    },
    { key: 'state', header: t('state'), cell: (row) => <StatusBadge status={row.state} label={states(row.state)} /> },
    { key: 'attempts', header: t('attempts'), numeric: true, wide: true, cell: (row) => format.number(row.attempts) },
    {
      key: 'reply',
      header: t('reply'),
      grow: true,
      cell: (row) => (
        <>
          {row.reason ? <span className="block">{names.reason(row.reason)}</span> : null}
          {row.lastReply ? (
            <span className="font-mono text-xs text-faint [overflow-wrap:anywhere]">{row.lastReply}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'next',
      header: t('nextAt'),
      wide: true,
      cell: (row) => (row.nextAt ? <When at={row.nextAt} /> : '–'),
    },
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={recipients}
      rowKey={(row) => row.messageId}
      pages={{ ...pages, firstLabel: list('first'), nextLabel: list('next') }}
      link={Link}
      empty={
        <EmptyState icon={<Users className="size-8" />} title={t('emptyTitle')}>
          {t('emptyAbout')}
        </EmptyState>
      }
    />
  );
}
