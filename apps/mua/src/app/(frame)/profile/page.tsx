import { listSessions } from '@hikyaku/tenancy';
import { PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm } from '../../../form/action-form.tsx';
import { requirePrincipal } from '../../../gate/require-principal.ts';
import { house } from '../../../house/house.ts';
import { savePassword, saveProfile } from '../../../profile/profile-actions.ts';
import { SessionTable } from '../../../profile/session-table.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('profile'))('title') });

export default async function ProfilePage() {
  const t = await getTranslations('profile');
  const sign = await getTranslations('sign');
  const { user, token } = await requirePrincipal();
  const sessions = await listSessions((await house()).app, token);
  return (
    <>
      <PageHeader title={t('title')} about={user.email} />
      <div className="flex flex-col gap-6">
        <Panel title={t('person')}>
          <ActionForm
            action={saveProfile}
            submit={t('save')}
            fields={[
              { id: 'name', label: t('name'), value: user.name, required: true, maxLength: 100, autoComplete: 'name' },
              {
                id: 'locale',
                kind: 'select',
                label: t('language'),
                help: t('languageHelp'),
                value: user.locale,
                options: [
                  { value: 'ja', label: '日本語' },
                  { value: 'en', label: 'English' },
                ],
              },
            ]}
          />
        </Panel>
        <Panel title={t('password')} about={t('passwordAbout')}>
          <ActionForm
            action={savePassword}
            submit={t('changePassword')}
            fields={[
              ...(user.hasPassword
                ? [
                    {
                      id: 'current',
                      kind: 'password' as const,
                      label: t('current'),
                      required: true,
                      autoComplete: 'current-password',
                    },
                  ]
                : []),
              {
                id: 'password',
                kind: 'password',
                label: sign('newPassword'),
                help: sign('passwordHelp'),
                required: true,
                minLength: 10,
                autoComplete: 'new-password',
              },
            ]}
          />
        </Panel>
        <SessionTable sessions={sessions} />
      </div>
    </>
  );
}
