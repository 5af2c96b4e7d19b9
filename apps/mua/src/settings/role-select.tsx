'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { setRole } from './member-actions.ts';

export const roles = ['owner', 'admin', 'editor', 'viewer'] as const;

export type RoleSelectProps = { id: string; role: (typeof roles)[number]; name: string };

/** Changes the role of a member at once. */
export function RoleSelect({ id, role, name }: RoleSelectProps) {
  const t = useTranslations('frame.roles');
  const members = useTranslations('members');
  const [answer, action, pending] = useActionState(setRole, null);
  return (
    <form action={action} className="flex flex-col gap-1">
      <input type="hidden" name="id" value={id} />
      <select
        key={role}
        name="role"
        defaultValue={role}
        disabled={pending}
        aria-label={members('roleOf', { name })}
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
        className="rounded-card border border-edge bg-surface px-2 py-1 text-sm"
      >
        {roles.map((one) => (
          <option key={one} value={one}>
            {t(one)}
          </option>
        ))}
      </select>
      {answer && !answer.ok ? (
        <p className="text-xs text-bad" role="alert">
          {answer.errors.map((error) => error.message).join(' ')}
        </p>
      ) : null}
    </form>
  );
}
