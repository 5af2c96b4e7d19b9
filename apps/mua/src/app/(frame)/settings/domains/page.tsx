import { formatId } from '@hikyaku/db';
import { can, listDomains, type SendingDomain } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState, PageHeader, Panel, StatusBadge } from '@hikyaku/ui';
import { Globe } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm } from '../../../../form/action-form.tsx';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { addDomain } from '../../../../settings/domain-actions.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('domains'))('title') });

export default async function DomainsPage() {
  const t = await getTranslations('domains');
  const { domains, canWrite } = await read(async (sql, { principal }) => ({
    domains: await listDomains(sql),
    canWrite: can(principal, 'domains:write'),
  }));
  const columns: Column<SendingDomain>[] = [
    {
      key: 'name',
      header: t('name'),
      grow: true,
      cell: (row) => (
        <Link href={`/settings/domains/${formatId('domain', row.id)}`} className="font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    {
      key: 'status',
      header: t('status'),
      cell: (row) => <StatusBadge status={row.status} label={t(`statuses.${row.status}`)} />,
    },
    {
      key: 'checked',
      header: t('checked'),
      wide: true,
      cell: (row) => (row.checked_at ? <When at={row.checked_at} /> : '–'),
    },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={domains}
          rowKey={(row) => row.name}
          link={Link}
          empty={
            <EmptyState icon={<Globe className="size-8" />} title={t('emptyTitle')}>
              {t('emptyAbout')}
            </EmptyState>
          }
        />
        {canWrite ? (
          <Panel title={t('new')}>
            <ActionForm
              action={addDomain}
              submit={t('add')}
              fields={[
                {
                  id: 'name',
                  label: t('nameLabel'),
                  help: t('nameHelp'),
                  placeholder: 'news.example.com',
                  required: true,
                },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
