export type FormError = {
  /** Id of the field; none when it concerns the whole form. */
  path?: string;
  message: string;
};

/** What a server action says to the form that called it. `values` brings back what was typed, secrets excepted. */
export type Answer<T = null> =
  | { ok: true; value: T; message?: string }
  | { ok: false; errors: readonly FormError[]; values?: Readonly<Record<string, string>> };

/** Action of a form, for `useActionState`. */
export type FormAction<T = null> = (previous: Answer<T> | null, form: FormData) => Promise<Answer<T>>;

const secret = /password|token|secret/i;

/** The text fields of a form, without its secrets: what a refused form shows again. */
export const typedValues = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !secret.test(name) && !name.startsWith('$') ? [[name, value]] : [],
    ),
  );

/** One text field, trimmed; '' when it is missing. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
