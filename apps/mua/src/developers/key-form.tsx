'use client';

import { Button, CheckField, ErrorSummary, InputField } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { createKey } from './key-actions.ts';
import { SecretBox } from './secret-box.tsx';

/** Permissions that a key may have, as `scopes.<name>` in the messages names them. */
export function KeyForm({ permissions }: { permissions: readonly { value: string; label: string }[] }) {
  const t = useTranslations('keys');
  const [answer, action, pending] = useActionState(createKey, null);
  return (
    <form action={action} className="flex flex-col gap-4">
      {answer?.ok ? <SecretBox secrets={[{ name: t('secret'), value: answer.value.secret }]} /> : null}
      <ErrorSummary title={t('notMade')} errors={answer && !answer.ok ? answer.errors : []} />
      <InputField id="name" label={t('name')} help={t('nameHelp')} required maxLength={100} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('permissions')}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {permissions.map((permission) => (
            <CheckField
              key={permission.value}
              name="permissions"
              value={permission.value}
              label={permission.label}
              defaultChecked
            />
          ))}
        </div>
      </fieldset>
      <div>
        <Button type="submit" tone="primary" disabled={pending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
