'use client';

import { Button, CheckField, ErrorSummary, InputField } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { SecretBox } from './secret-box.tsx';
import { addWebhook } from './webhook-actions.ts';

/** `events`: types and families that an endpoint may hear. */
export function WebhookForm({ events }: { events: readonly string[] }) {
  const t = useTranslations('webhooks');
  const keys = useTranslations('keys');
  const [answer, action, pending] = useActionState(addWebhook, null);
  const errors = answer && !answer.ok ? answer.errors : [];
  return (
    <form action={action} className="flex flex-col gap-4">
      {answer?.ok ? <SecretBox secrets={[{ name: t('secret'), value: answer.value.secret }]} /> : null}
      <ErrorSummary title={keys('notMade')} errors={errors} />
      <InputField
        id="url"
        type="url"
        label={t('url')}
        help={t('urlHelp')}
        placeholder="https://"
        required
        error={errors.find((error) => error.path === 'url')?.message}
        defaultValue={answer && !answer.ok ? answer.values?.url : undefined}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('events')}</legend>
        <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {events.map((event) => (
            <CheckField
              key={event}
              name="events"
              value={event}
              defaultChecked={event === '*'}
              label={event === '*' ? t('everything') : <code className="font-mono text-xs">{event}</code>}
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
