'use client';

import { Button, InputField, Notice } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Answer } from '../form/answer.ts';
import { sendTest } from './send-test.ts';

/** Sends what is saved to a few addresses, as it will look. */
export function TestSend({ onSave }: { onSave: () => Promise<string | null> }) {
  const t = useTranslations('editor');
  const [to, setTo] = useState('');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [pending, setPending] = useState(false);
  const send = async () => {
    setPending(true);
    const id = await onSave();
    if (id) setAnswer(await sendTest(id, to.split(/[\s,;、]+/).filter(Boolean)));
    setPending(false);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <InputField
        id="test-to"
        label={t('testTo')}
        help={t('testHelp')}
        value={to}
        onChange={(event) => setTo(event.target.value)}
        error={answer && !answer.ok ? answer.errors.map((error) => error.message).join(' ') : undefined}
        inputMode="email"
        autoComplete="off"
        required
      />
      {answer?.ok ? <Notice tone="good">{answer.message}</Notice> : null}
      <div>
        <Button type="submit" disabled={pending || to.trim() === ''}>
          {pending ? t('testSending') : t('testSend')}
        </Button>
      </div>
    </form>
  );
}
