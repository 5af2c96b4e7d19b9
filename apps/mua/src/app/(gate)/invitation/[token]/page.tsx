import { peekInvitation } from '@hikyaku/tenancy';
import { Notice } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm, type FieldPlan } from '../../../../form/action-form.tsx';
import { house } from '../../../../house/house.ts';
import { joinTenant } from '../../../../sign/join-tenant.ts';
import { SignCard } from '../../../../sign/sign-card.tsx';

export const metadata: Metadata = { referrer: 'no-referrer' };

/** An invitation. Opening it changes nothing; the button accepts. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations('sign');
  const frame = await getTranslations('frame');
  const open = await peekInvitation((await house()).app, token);
  if (!open.ok) {
    return (
      <SignCard title={t('invitationGone')}>
        <Notice tone="warn">{t('invitationGoneAbout')}</Notice>
      </SignCard>
    );
  }
  const { email, role, makesTenant, tenantName, hasAccount } = open.value;
  const fields: FieldPlan[] = [{ id: 'token', kind: 'hidden', label: '', value: token }];
  if (makesTenant) {
    fields.push({
      id: 'tenant_name',
      label: t('tenantName'),
      help: t('tenantNameHelp'),
      required: true,
      maxLength: 100,
    });
  }
  if (!hasAccount) {
    fields.push(
      { id: 'name', label: t('name'), maxLength: 100, autoComplete: 'name' },
      {
        id: 'password',
        kind: 'password',
        label: t('newPassword'),
        help: t('passwordHelp'),
        required: true,
        minLength: 10,
        autoComplete: 'new-password',
      },
    );
  }
  const title = makesTenant ? t('invitedToMake') : t('invitedTo', { tenant: tenantName });
  return (
    <SignCard title={title} about={makesTenant ? email : t('invitedAs', { email, role: frame(`roles.${role}`) })}>
      <ActionForm action={joinTenant} submit={t('accept')} fields={fields} />
    </SignCard>
  );
}
