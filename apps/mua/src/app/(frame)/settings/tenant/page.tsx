import { formatId, withTenantPrisma } from '@hikyaku/db';
import { can, getTenant } from '@hikyaku/tenancy';
import { Facts, Notice, PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ActionForm } from '../../../../form/action-form.tsx';
import { requirePrincipal } from '../../../../gate/require-principal.ts';
import { house } from '../../../../house/house.ts';
import { saveTenant } from '../../../../settings/tenant-actions.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('tenant'))('title') });

export default async function TenantPage() {
  const t = await getTranslations('tenant');
  const format = await getFormatter();
  const principal = await requirePrincipal();
  const tenant = await withTenantPrisma((await house()).prisma, principal.scope, getTenant);
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        {tenant.status === 'held' ? (
          <Notice tone="bad" title={t('held')}>
            {tenant.heldReason}
          </Notice>
        ) : null}
        <Panel title={t('facts')}>
          <Facts
            facts={[
              {
                key: 'id',
                name: t('id'),
                value: <code className="font-mono text-xs">{formatId('tenant', tenant.id)}</code>,
              },
              {
                key: 'quota',
                name: t('quota'),
                value:
                  tenant.dailyQuota === null
                    ? t('noQuota')
                    : t('used', { used: format.number(tenant.usedToday), quota: format.number(tenant.dailyQuota) }),
              },
              { key: 'since', name: t('since'), value: <When at={tenant.createdAt} exact /> },
            ]}
          />
        </Panel>
        {can(principal, 'tenant:write') ? (
          <Panel title={t('profile')}>
            <ActionForm
              action={saveTenant}
              submit={t('save')}
              fields={[
                { id: 'name', label: t('name'), value: tenant.name, required: true, maxLength: 100 },
                {
                  id: 'postal_address',
                  kind: 'area',
                  label: t('postalAddress'),
                  help: t('postalAddressHelp'),
                  value: tenant.postalAddress,
                  maxLength: 500,
                },
                {
                  id: 'locale',
                  kind: 'select',
                  label: t('locale'),
                  value: tenant.locale,
                  options: [
                    { value: 'ja', label: '日本語' },
                    { value: 'en', label: 'English' },
                  ],
                },
                {
                  id: 'timezone',
                  kind: 'select',
                  label: t('timezone'),
                  value: tenant.timezone,
                  options: zones.map((zone) => ({ value: zone, label: zone })),
                },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
