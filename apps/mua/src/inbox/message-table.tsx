import { type Column, DataTable, EmptyState, StatusBadge } from '@hikyaku/ui';
import { Inbox } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';
import { When } from '../time/when.tsx';
import { kindNames } from './kind-names.ts';
import type { InboundRow } from './view.ts';

export type MessageTableProps = { messages: readonly InboundRow[]; pages: { first?: string; next?: string } };

export async function MessageTable({ messages, pages }: MessageTableProps) {
  const t = await getTranslations('inbox');
  const list = await getTranslations('list');
  const kind = await kindNames();
  const columns: Column<InboundRow>[] = [
    {
      key: 'subject',
      header: t('subject'),
      grow: true,
      cell: (row) => (
        <Link href={`/inbox/${row.id}`} className={row.seen ? 'hover:underline' : 'font-semibold hover:underline'}>
          {row.subject || t('noSubject')}
          {row.seen ? null : <span className="sr-only"> ({t('unseen')})</span>}
          <span className="block text-xs font-normal text-faint [overflow-wrap:anywhere]">{row.from}</span>
        </Link>
      ),
    },
    {
      key: 'kind',
      header: t('kind'),
      wide: true,
      cell: (row) => <StatusBadge status={row.kind} tone="calm" label={kind(row.kind)} />,
    },
    { key: 'received', header: t('received'), cell: (row) => <When at={row.receivedAt} /> },
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={messages}
      rowKey={(row) => row.id}
      pages={{ ...pages, firstLabel: list('first'), nextLabel: list('next') }}
      link={Link}
      empty={
        <EmptyState icon={<Inbox className="size-8" />} title={t('emptyTitle')}>
          {t('emptyAbout')}
        </EmptyState>
      }
    />
  );
}
