import { Notice } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm } from '../../../form/action-form.tsx';
import { Link } from '../../../frame/link.tsx';
import { house } from '../../../house/house.ts';
import { requestSignUp } from '../../../sign/sign-actions.ts';
import { SignCard } from '../../../sign/sign-card.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('sign'))('up') });

export default async function SignUpPage() {
  const t = await getTranslations('sign');
  const mode = (await house()).config.signup;
  return (
    <SignCard
      title={t('up')}
      about={t('upAbout')}
      foot={
        <span>
          {t('known')}{' '}
          <Link href="/sign-in" className="font-medium text-accent underline underline-offset-2">
            {t('in')}
          </Link>
        </span>
      }
    >
      {mode === 'open' ? (
        <ActionForm
          action={requestSignUp}
          submit={t('next')}
          fields={[
            { id: 'email', kind: 'email', label: t('email'), required: true, autoComplete: 'email' },
            {
              id: 'tenant_name',
              label: t('tenantName'),
              help: t('tenantNameHelp'),
              required: true,
              maxLength: 100,
              autoComplete: 'organization',
            },
            { id: 'name', label: t('name'), maxLength: 100, autoComplete: 'name' },
          ]}
        />
      ) : (
        <Notice tone="warn">{t(`modes.${mode}`)}</Notice>
      )}
    </SignCard>
  );
}
