import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const box =
  'w-full rounded-card border border-edge bg-surface px-3 py-2 text-base text-ink placeholder:text-faint ' +
  'aria-invalid:border-bad disabled:bg-sunken disabled:text-faint';

export type FieldProps = {
  /** Becomes the id of the control; help and error are tied to it. */
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  /** A word beside the label, such as "optional". */
  note?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Ids that a control inside a Field names in `aria-describedby`. */
export const describedBy = (id: string, parts: { help?: unknown; error?: unknown }): string | undefined =>
  classNames(Boolean(parts.help) && `${id}-help`, Boolean(parts.error) && `${id}-error`) || undefined;

/** Label above, help below, error beside the field. */
export function Field({ id, label, help, error, note, className, children }: FieldProps) {
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="flex items-baseline justify-between gap-2 text-sm font-medium">
        <span>{label}</span>
        {note ? <span className="text-xs font-normal text-faint">{note}</span> : null}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="text-sm text-bad">
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="text-sm text-faint">
          {help}
        </p>
      ) : null}
    </div>
  );
}

type Labelled = Omit<FieldProps, 'children' | 'className'> & { fieldClassName?: string };

export type InputFieldProps = Labelled & Omit<ComponentProps<'input'>, 'id'>;

export function InputField({ id, label, help, error, note, fieldClassName, className, ...rest }: InputFieldProps) {
  return (
    <Field id={id} label={label} help={help} error={error} note={note} className={fieldClassName}>
      <input
        id={id}
        name={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { help, error })}
        className={classNames(box, className)}
        {...rest}
      />
    </Field>
  );
}

export type TextFieldProps = Labelled & Omit<ComponentProps<'textarea'>, 'id'>;

export function TextField({ id, label, help, error, note, fieldClassName, className, ...rest }: TextFieldProps) {
  return (
    <Field id={id} label={label} help={help} error={error} note={note} className={fieldClassName}>
      <textarea
        id={id}
        name={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { help, error })}
        className={classNames(box, 'min-h-32', className)}
        {...rest}
      />
    </Field>
  );
}

export type SelectFieldProps = Labelled &
  Omit<ComponentProps<'select'>, 'id'> & { options: readonly { value: string; label: string }[] };

export function SelectField(props: SelectFieldProps) {
  const { id, label, help, error, note, fieldClassName, className, options, ...rest } = props;
  return (
    <Field id={id} label={label} help={help} error={error} note={note} className={fieldClassName}>
      <select
        id={id}
        name={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { help, error })}
        className={classNames(box, className)}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export type CheckFieldProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; help?: ReactNode };

/** A check box with its label to the right. */
export function CheckField({ label, help, className, ...rest }: CheckFieldProps) {
  return (
    <label className={classNames('flex min-h-6 items-start gap-2.5 text-sm', className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent-fill" {...rest} />
      <span className="min-w-0">
        <span className="break-words">{label}</span>
        {help ? <span className="block text-faint">{help}</span> : null}
      </span>
    </label>
  );
}
