import { type Column, DataTable, EmptyState, StatusBadge } from '@hikyaku/ui';
import { Activity } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';
import { factNames } from '../passport/fact-names.ts';
import { When } from '../time/when.tsx';

export type EventRowView = {
  id: string;
  type: string;
  at: string;
  email: string;
  messageId: string;
  reason: string | null;
  reply: string | null;
};

export type EventTableProps = { events: readonly EventRowView[]; pages: { first?: string; next?: string } };

/** What happened, newest first. */
export async function EventTable({ events, pages }: EventTableProps) {
  const t = await getTranslations('activity');
  const list = await getTranslations('list');
  const names = await factNames();
  const columns: Column<EventRowView>[] = [
    { key: 'type', header: t('event'), cell: (row) => <StatusBadge status={row.type} label={names.fact(row.type)} /> },
    {
      key: 'email',
      header: t('recipient'),
      cell: (row) => (
        <Link href={`/emails/${row.messageId}`} className="font-medium hover:underline">
          {row.email}
        </Link>
      ),
    },
    {
      key: 'reply',
      header: t('reply'),
      grow: true,
      cell: (row) => (
        <>
          {row.reason ? <span className="block">{names.reason(row.reason)}</span> : null}
          <span className="font-mono text-xs text-faint [overflow-wrap:anywhere]">{row.reply}</span>
        </>
      ),
    },
    { key: 'at', header: t('at'), cell: (row) => <When at={row.at} /> },
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={events}
      rowKey={(row) => row.id}
      pages={{ ...pages, firstLabel: list('first'), nextLabel: list('next') }}
      link={Link}
      empty={
        <EmptyState icon={<Activity className="size-8" />} title={t('emptyTitle')}>
          {t('emptyAbout')}
        </EmptyState>
      }
    />
  );
}
