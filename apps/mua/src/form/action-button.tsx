'use client';

import { Button, type ButtonProps, Notice } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import type { Answer, FormAction } from './answer.ts';

export type ActionButtonProps = Pick<ButtonProps, 'tone' | 'size' | 'icon'> & {
  action: FormAction<null>;
  /** Hidden fields of the form. */
  values: Readonly<Record<string, string>>;
  children: string;
  /** Says more than the words on the button, for those who hear it. */
  label?: string;
};

/** One button that does one thing on the server. */
export function ActionButton({ action, values, children, label, ...look }: ActionButtonProps) {
  const t = useTranslations('form');
  const [answer, act, pending] = useActionState<Answer | null, FormData>(action, null);
  return (
    <form action={act} className="inline-flex flex-col items-start gap-2">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" disabled={pending} aria-label={label} {...look}>
        {pending ? t('working') : children}
      </Button>
      {answer && !answer.ok ? (
        <Notice tone="bad">{answer.errors.map((error) => error.message).join(' ')}</Notice>
      ) : null}
      {answer?.ok && answer.message ? <Notice tone="good">{answer.message}</Notice> : null}
    </form>
  );
}
