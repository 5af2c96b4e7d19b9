import type { SessionEntry } from '@hikyaku/tenancy';
import { type Column, DataTable, StatusBadge } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import { ActionButton } from '../form/action-button.tsx';
import { When } from '../time/when.tsx';
import { describeAgent } from './describe-agent.ts';
import { endOtherSession } from './profile-actions.ts';

/** Where a person is signed in. */
export async function SessionTable({ sessions }: { sessions: readonly SessionEntry[] }) {
  const t = await getTranslations('profile');
  const columns: Column<SessionEntry>[] = [
    {
      key: 'where',
      header: t('device'),
      grow: true,
      cell: (row) => (
        <>
          <span className="[overflow-wrap:anywhere]" title={row.userAgent}>
            {describeAgent(row.userAgent) ?? (row.userAgent || t('unknownDevice'))}
          </span>
          <span className="block text-xs text-faint">{row.ip}</span>
        </>
      ),
    },
    { key: 'seen', header: t('lastSeen'), cell: (row) => <When at={row.lastSeenAt} /> },
    { key: 'since', header: t('since'), wide: true, cell: (row) => <When at={row.createdAt} /> },
    {
      key: 'end',
      header: <span className="sr-only">{t('end')}</span>,
      cell: (row) =>
        row.isCurrent ? (
          <StatusBadge status="verified" label={t('thisOne')} />
        ) : (
          <ActionButton action={endOtherSession} values={{ id: String(row.id) }} size="small">
            {t('end')}
          </ActionButton>
        ),
    },
  ];
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{t('sessions')}</h2>
      <DataTable
        caption={t('sessions')}
        columns={columns}
        rows={sessions}
        rowKey={(row) => String(row.id)}
        empty={null}
      />
    </section>
  );
}
