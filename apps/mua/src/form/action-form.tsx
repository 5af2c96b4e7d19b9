'use client';

import {
  Button,
  type ButtonTone,
  CheckField,
  ErrorSummary,
  InputField,
  Notice,
  SelectField,
  TextField,
} from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { type ReactNode, useActionState } from 'react';
import type { Answer, FormAction } from './answer.ts';

export type FieldPlan = {
  id: string;
  label: string;
  kind?: 'text' | 'email' | 'password' | 'url' | 'search' | 'area' | 'select' | 'check' | 'hidden';
  help?: string;
  value?: string;
  required?: boolean;
  autoComplete?: string;
  minLength?: number;
  maxLength?: number;
  placeholder?: string;
  options?: readonly { value: string; label: string }[];
};

export type ActionFormProps = {
  action: FormAction<null>;
  fields: readonly FieldPlan[];
  submit: string;
  tone?: ButtonTone;
  /** Fields side by side from 640 px on. */
  inline?: boolean;
  /** Stands after the fields, before the button. */
  children?: ReactNode;
};

/** A form over one server action. It works before its script has loaded; afterwards errors appear in place. */
export function ActionForm({ action, fields, submit, tone = 'primary', inline = false, children }: ActionFormProps) {
  const t = useTranslations('form');
  const [answer, act, pending] = useActionState<Answer | null, FormData>(action, null);
  const errors = answer && !answer.ok ? answer.errors : [];
  return (
    <form action={act} className="flex flex-col gap-4" noValidate={false}>
      <ErrorSummary title={t('refused')} errors={errors} />
      {answer?.ok && answer.message ? <Notice tone="good">{answer.message}</Notice> : null}
      <div className={inline ? 'flex flex-col gap-4 sm:flex-row sm:items-start' : 'flex flex-col gap-4'}>
        {fields.map((field) => (
          <PlannedField
            key={field.id}
            field={field}
            value={answer && !answer.ok ? answer.values?.[field.id] : undefined}
            error={errors.find((error) => error.path === field.id)?.message}
          />
        ))}
      </div>
      {children}
      <div>
        <Button type="submit" tone={tone} disabled={pending}>
          {pending ? t('working') : submit}
        </Button>
      </div>
    </form>
  );
}

type PlannedFieldProps = { field: FieldPlan; value: string | undefined; error: string | undefined };

function PlannedField({ field, value, error }: PlannedFieldProps) {
  const { id, label, kind = 'text', help, options = [], value: first, ...rest } = field;
  const defaultValue = value ?? first;
  if (kind === 'hidden') return <input type="hidden" name={id} value={first} />;
  if (kind === 'check')
    return <CheckField id={id} name={id} label={label} help={help} defaultChecked={first === 'on'} />;
  const frame = { id, label, help, error, fieldClassName: 'min-w-0 grow' };
  if (kind === 'area') return <TextField {...frame} {...rest} defaultValue={defaultValue} />;
  if (kind === 'select') {
    return (
      <SelectField
        {...frame}
        options={options}
        required={rest.required}
        defaultValue={defaultValue}
        key={defaultValue}
      />
    );
  }
  return <InputField {...frame} {...rest} type={kind} defaultValue={defaultValue} />;
}
