import { formatId, parseId } from '@hikyaku/db';
import { listTenants } from '@hikyaku/tenancy';
import { Facts, Notice, PageHeader, Panel, StatusBadge } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ActionButton } from '../../../../../form/action-button.tsx';
import { ActionForm } from '../../../../../form/action-form.tsx';
import { Link } from '../../../../../frame/link.tsx';
import { requirePrincipal } from '../../../../../gate/require-principal.ts';
import { valueOr404 } from '../../../../../gate/value-or-404.ts';
import { house } from '../../../../../house/house.ts';
import { hold, release, saveQuota } from '../../../../../operator/operator-actions.ts';
import { When } from '../../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('operator'))('title'),
});

export default async function TenantPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('operator');
  const frame = await getTranslations('frame');
  const format = await getFormatter();
  const principal = await requirePrincipal();
  const row = parseId('tenant', id);
  if (!principal.isOperator || row === null) notFound();
  const { app } = await house();
  const [tenant] = valueOr404(await listTenants(app, principal, { limit: 1, after: row - 1 }));
  if (tenant?.id !== row) notFound();
  const quota = tenant.dailyQuota;
  const facts = [
    { key: 'id', name: 'ID', value: <code className="font-mono text-xs">{formatId('tenant', tenant.id)}</code> },
    { key: 'members', name: t('members'), value: format.number(tenant.members) },
    ...(quota === null
      ? []
      : [
          {
            key: 'used',
            name: t('usedToday'),
            value: `${format.number(tenant.usedToday)} / ${format.number(quota)}`,
          },
        ]),
    { key: 'since', name: t('since'), value: <When at={tenant.createdAt} exact /> },
  ];
  return (
    <>
      <PageHeader
        title={tenant.name}
        status={
          <StatusBadge
            status={tenant.status === 'held' ? 'failed' : 'verified'}
            label={t(`statuses.${tenant.status}`)}
          />
        }
        trail={{ label: frame('trail'), items: [{ href: '/operator/tenants', label: t('title') }] }}
        link={Link}
      />
      <div className="flex flex-col gap-6">
        <Panel title={t('facts')}>
          <Facts facts={facts} />
        </Panel>
        {tenant.isSystem ? null : (
          <Panel title={t('holding')} about={t('holdAbout')}>
            {tenant.status === 'held' ? (
              <div className="flex flex-col gap-4">
                <Notice tone="bad" title={t('statuses.held')}>
                  {tenant.heldReason}
                </Notice>
                <div>
                  <ActionButton action={release} values={{ id }} tone="primary">
                    {t('release')}
                  </ActionButton>
                </div>
              </div>
            ) : (
              <ActionForm
                action={hold}
                submit={t('hold')}
                tone="danger"
                fields={[
                  { id: 'id', kind: 'hidden', label: '', value: id },
                  {
                    id: 'reason',
                    kind: 'area',
                    label: t('reason'),
                    help: t('reasonHelp'),
                    required: true,
                    maxLength: 500,
                  },
                ]}
              />
            )}
          </Panel>
        )}
        <Panel title={t('quota')}>
          <ActionForm
            action={saveQuota}
            submit={t('saveQuota')}
            fields={[
              { id: 'id', kind: 'hidden', label: '', value: id },
              {
                id: 'daily_quota',
                label: t('perDay'),
                help: t('perDayHelp'),
                value: quota === null ? '' : String(quota),
                maxLength: 12,
                autoComplete: 'off',
              },
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
