'use client';

import { Button, ErrorSummary, InputField } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { createLogin } from './key-actions.ts';
import { SecretBox } from './secret-box.tsx';

export function LoginForm() {
  const t = useTranslations('smtp');
  const keys = useTranslations('keys');
  const [answer, action, pending] = useActionState(createLogin, null);
  const secrets = answer?.ok
    ? [
        { name: t('username'), value: answer.value.username },
        { name: t('password'), value: answer.value.password },
      ]
    : [];
  return (
    <form action={action} className="flex flex-col gap-4">
      {secrets.length > 0 ? <SecretBox secrets={secrets} /> : null}
      <ErrorSummary title={keys('notMade')} errors={answer && !answer.ok ? answer.errors : []} />
      <InputField id="name" label={keys('name')} help={t('nameHelp')} required maxLength={100} />
      <div>
        <Button type="submit" tone="primary" disabled={pending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
