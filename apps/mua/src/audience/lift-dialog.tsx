'use client';

import { Button, Dialog } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { ActionForm } from '../form/action-form.tsx';
import { removeSuppression } from './suppression-actions.ts';

/** Lets an address be mailed again, once somebody has said why. */
export function LiftDialog({ id, email }: { id: string; email: string }) {
  const t = useTranslations('suppressions');
  return (
    <Dialog
      trigger={
        <Button size="small" aria-label={t('liftNamed', { email })}>
          {t('lift')}
        </Button>
      }
      title={t('liftNamed', { email })}
      about={t('liftAbout')}
      closeLabel={t('liftClose')}
    >
      <ActionForm
        action={removeSuppression}
        submit={t('lift')}
        fields={[
          { id: 'id', kind: 'hidden', label: '', value: id },
          { id: 'why', label: t('liftWhy'), required: true, maxLength: 1000, autoComplete: 'off' },
        ]}
      />
    </Dialog>
  );
}
