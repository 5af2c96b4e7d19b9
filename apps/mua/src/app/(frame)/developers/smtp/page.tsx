import { can, listApiKeys } from '@hikyaku/tenancy';
import { Facts, PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { KeyTable } from '../../../../developers/key-table.tsx';
import { LoginForm } from '../../../../developers/login-form.tsx';
import { read } from '../../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('smtp'))('title') });

export default async function SmtpPage() {
  const t = await getTranslations('smtp');
  const { logins, canWrite, host, ports } = await read(async (sql, { house, principal }) => ({
    logins: (await listApiKeys(sql)).filter((key) => key.kind === 'smtp' && key.revokedAt === null),
    canWrite: can(principal, 'keys:write'),
    host: new URL(house.config.url).hostname,
    ports: house.config.ports,
  }));
  const code = (text: string | number) => <code className="font-mono">{text}</code>;
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        <Panel title={t('server')}>
          <Facts
            facts={[
              { key: 'host', name: t('host'), value: code(host) },
              { key: 'starttls', name: t('starttls'), value: code(ports.msa) },
              { key: 'tls', name: t('tls'), value: code(ports.msaTls) },
              { key: 'auth', name: t('auth'), value: t('authHelp') },
            ]}
          />
        </Panel>
        <KeyTable keys={logins} canWrite={canWrite} />
        {canWrite ? (
          <Panel title={t('new')}>
            <LoginForm />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
