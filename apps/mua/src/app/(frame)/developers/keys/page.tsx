import { can, KEY_PERMISSIONS, listApiKeys } from '@hikyaku/tenancy';
import { CodeBlock, PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { KeyForm } from '../../../../developers/key-form.tsx';
import { KeyTable } from '../../../../developers/key-table.tsx';
import { nameScopes } from '../../../../developers/scope-names.ts';
import { read } from '../../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('keys'))('title') });

export default async function KeysPage() {
  const t = await getTranslations('keys');
  const { keys, canWrite, url } = await read(async (sql, { house, principal }) => ({
    keys: (await listApiKeys(sql)).filter((key) => key.kind === 'api' && key.revokedAt === null),
    canWrite: can(principal, 'keys:write'),
    url: house.config.url,
  }));
  const permissions = await nameScopes(KEY_PERMISSIONS);
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        <KeyTable keys={keys} canWrite={canWrite} />
        {canWrite ? (
          <Panel title={t('new')}>
            <KeyForm permissions={permissions} />
          </Panel>
        ) : null}
        <Panel title={t('example')}>
          <CodeBlock label={t('example')} text={`curl ${url}/api/v1/campaigns -H 'Authorization: Bearer hk_...'`} />
        </Panel>
      </div>
    </>
  );
}
