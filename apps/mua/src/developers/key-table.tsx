import { formatId } from '@hikyaku/db';
import type { ApiKey } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState } from '@hikyaku/ui';
import { KeyRound } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { ActionButton } from '../form/action-button.tsx';
import { When } from '../time/when.tsx';
import { revokeKey } from './key-actions.ts';

/** Keys in force. `canWrite`: the person may end them. */
export async function KeyTable({ keys, canWrite }: { keys: readonly ApiKey[]; canWrite: boolean }) {
  const t = await getTranslations('keys');
  const columns: Column<ApiKey>[] = [
    { key: 'name', header: t('name'), grow: true, cell: (row) => <span className="font-medium">{row.name}</span> },
    {
      key: 'prefix',
      header: t('prefix'),
      cell: (row) => <code className="font-mono text-xs">{row.kind === 'api' ? `${row.prefix}…` : row.prefix}</code>,
    },
    { key: 'created', header: t('created'), wide: true, cell: (row) => <When at={row.createdAt} /> },
    {
      key: 'used',
      header: t('lastUsed'),
      wide: true,
      cell: (row) => (row.lastUsedAt ? <When at={row.lastUsedAt} /> : <span className="text-faint">{t('never')}</span>),
    },
    ...(canWrite
      ? [
          {
            key: 'revoke',
            header: <span className="sr-only">{t('revoke')}</span>,
            cell: (row: ApiKey) => (
              <ActionButton
                action={revokeKey}
                values={{ id: formatId('key', row.id) }}
                size="small"
                label={t('revokeNamed', { name: row.name })}
              >
                {t('revoke')}
              </ActionButton>
            ),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={keys}
      rowKey={(row) => String(row.id)}
      empty={
        <EmptyState icon={<KeyRound className="size-8" />} title={t('emptyTitle')}>
          {t('emptyAbout')}
        </EmptyState>
      }
    />
  );
}
