import { peekLink } from '@hikyaku/tenancy';
import { Notice } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm, type FieldPlan } from '../../../../form/action-form.tsx';
import { Link } from '../../../../frame/link.tsx';
import { house } from '../../../../house/house.ts';
import { finishSignUp, followLink, setNewPassword } from '../../../../sign/sign-actions.ts';
import { SignCard } from '../../../../sign/sign-card.tsx';

export const metadata: Metadata = { referrer: 'no-referrer' };

const actions = { sign_in: followLink, sign_up: finishSignUp, reset: setNewPassword };

/** A mailed link. Opening it changes nothing, since mail scanners open links; the button acts. */
export default async function LinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations('sign');
  const link = await peekLink((await house()).app, token);
  if (!link.ok) {
    return (
      <SignCard title={t('linkGone')}>
        <Notice tone="warn">
          {t('linkGoneAbout')}{' '}
          <Link href="/sign-in/link" className="font-medium underline">
            {t('linkAgain')}
          </Link>
        </Notice>
      </SignCard>
    );
  }
  const { purpose, email } = link.value;
  const password: FieldPlan = {
    id: 'password',
    kind: 'password',
    label: t('newPassword'),
    help: t('passwordHelp'),
    required: true,
    minLength: 10,
    autoComplete: 'new-password',
  };
  return (
    <SignCard title={t(`links.${purpose}.title`)} about={email}>
      <ActionForm
        action={actions[purpose]}
        submit={t(`links.${purpose}.submit`)}
        fields={[
          { id: 'token', kind: 'hidden', label: '', value: token },
          ...(purpose === 'sign_in' ? [] : [password]),
        ]}
      />
    </SignCard>
  );
}
