import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ActionForm } from '../../../form/action-form.tsx';
import { partOf, type Query } from '../../../form/page-links.ts';
import { Link } from '../../../frame/link.tsx';
import { findPrincipal } from '../../../gate/require-principal.ts';
import { house } from '../../../house/house.ts';
import { safeNext } from '../../../sign/safe-next.ts';
import { signInWithPassword } from '../../../sign/sign-actions.ts';
import { SignCard } from '../../../sign/sign-card.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('sign'))('in') });

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('sign');
  const next = safeNext(partOf(await searchParams, 'next'));
  if (await findPrincipal()) redirect(next);
  const link = 'font-medium text-accent underline underline-offset-2';
  return (
    <SignCard
      title={t('in')}
      foot={
        <>
          <Link href="/sign-in/link" className={link}>
            {t('byLink')}
          </Link>
          {(await house()).config.signup === 'open' ? (
            <span>
              {t('new')}{' '}
              <Link href="/sign-up" className={link}>
                {t('up')}
              </Link>
            </span>
          ) : null}
        </>
      }
    >
      <ActionForm
        action={signInWithPassword}
        submit={t('in')}
        fields={[
          { id: 'email', kind: 'email', label: t('email'), required: true, autoComplete: 'username' },
          { id: 'password', kind: 'password', label: t('password'), required: true, autoComplete: 'current-password' },
          { id: 'next', kind: 'hidden', label: '', value: next },
        ]}
      />
    </SignCard>
  );
}
