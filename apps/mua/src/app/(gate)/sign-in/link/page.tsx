import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm } from '../../../../form/action-form.tsx';
import { Link } from '../../../../frame/link.tsx';
import { requestLink } from '../../../../sign/sign-actions.ts';
import { SignCard } from '../../../../sign/sign-card.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('sign'))('linkTitle'),
});

export default async function LinkRequestPage() {
  const t = await getTranslations('sign');
  return (
    <SignCard
      title={t('linkTitle')}
      about={t('linkAbout')}
      foot={
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-2">
          {t('backToSignIn')}
        </Link>
      }
    >
      <ActionForm
        action={requestLink}
        submit={t('sendLink')}
        fields={[
          { id: 'email', kind: 'email', label: t('email'), required: true, autoComplete: 'username' },
          {
            id: 'purpose',
            kind: 'select',
            label: t('purpose'),
            options: [
              { value: 'sign_in', label: t('purposes.sign_in') },
              { value: 'reset', label: t('purposes.reset') },
            ],
          },
        ]}
      />
    </SignCard>
  );
}
