import { formatId } from '@hikyaku/db';
import { EVENT_TYPES, listWebhooks, type Webhook } from '@hikyaku/events';
import { can } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState, PageHeader, Panel, StatusBadge } from '@hikyaku/ui';
import { Webhook as WebhookIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WebhookForm } from '../../../../developers/webhook-form.tsx';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('webhooks'))('title'),
});

const choices = ['*', 'contact.*', 'campaign.*', 'domain.*', ...EVENT_TYPES];

export default async function WebhooksPage() {
  const t = await getTranslations('webhooks');
  const { webhooks, canWrite } = await read(async (sql, { principal }) => ({
    webhooks: await listWebhooks(sql),
    canWrite: can(principal, 'webhooks:write'),
  }));
  const columns: Column<Webhook>[] = [
    {
      key: 'url',
      header: t('url'),
      grow: true,
      cell: (row) => (
        <Link
          href={`/developers/webhooks/${formatId('webhook', row.id)}`}
          className="font-medium hover:underline [overflow-wrap:anywhere]"
        >
          {row.url}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('state'),
      cell: (row) => (
        <StatusBadge status={row.active ? 'verified' : 'failed'} label={t(row.active ? 'active' : 'gone')} />
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
          rows={webhooks}
          rowKey={(row) => String(row.id)}
          empty={
            <EmptyState icon={<WebhookIcon className="size-8" />} title={t('emptyTitle')}>
              {t('emptyAbout')}
            </EmptyState>
          }
        />
        {canWrite ? (
          <Panel title={t('new')}>
            <WebhookForm events={choices} />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
