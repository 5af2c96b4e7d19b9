'use client';

import { type BarState, type Column, DataTable, StatusBadge } from '@hikyaku/ui';
import { useFormatter, useTranslations } from 'next-intl';
import { Link } from '../frame/link.tsx';
import type { RefusalRow } from './view.ts';

/** The newest answers that were a no, each with the words of the receiver. */
export function RefusalTable({
  refusals,
  names,
}: {
  refusals: readonly RefusalRow[];
  names: Record<BarState, string>;
}) {
  const t = useTranslations('live');
  const format = useFormatter();
  if (refusals.length === 0) return null;
  const columns: Column<RefusalRow>[] = [
    {
      key: 'email',
      header: t('recipient'),
      cell: (row) => (
        <>
          <Link href={`/emails/${row.messageId}`} className="font-medium hover:underline">
            {row.email}
          </Link>
          <span className="mt-1 flex max-w-72 flex-col items-start gap-1 whitespace-normal md:hidden">
            <StatusBadge status={row.state} label={names[row.state]} />
            <span className="font-mono text-xs text-faint [overflow-wrap:anywhere]">{formatReply(row)}</span>
          </span>
        </>
      ),
    },
    {
      key: 'state',
      header: t('state'),
      wide: true,
      cell: (row) => <StatusBadge status={row.state} label={names[row.state]} />,
    },
    {
      key: 'text',
      header: t('reply'),
      grow: true,
      wide: true,
      cell: (row) => <span className="font-mono text-xs [overflow-wrap:anywhere]">{formatReply(row)}</span>,
    },
    {
      key: 'at',
      header: t('at'),
      wide: true,
      cell: (row) => (
        <time dateTime={row.at}>
          {format.dateTime(new Date(row.at), { hour: '2-digit', minute: '2-digit', second: '2-digit' })}
        </time>
      ),
    },
  ];
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{t('refusals')}</h2>
      <DataTable
        caption={t('refusals')}
        columns={columns}
        rows={refusals}
        rowKey={(row) => row.messageId + row.at}
        empty={null}
      />
    </section>
  );
}

const formatReply = ({ code, enhanced, text }: RefusalRow): string => [code, enhanced, text].filter(Boolean).join(' ');
