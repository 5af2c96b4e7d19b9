'use server';

import { changeContact, deleteContact, upsertContacts } from '@hikyaku/audience';
import { parseId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { actForm } from '../gate/act.ts';

/** Adds one person, or updates who is there under this address. */
export const addContact = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const t = await getTranslations('contacts');
  const list = parseId('list', textOf(form, 'list_id'));
  return actForm({ permission: 'contacts:write', form, message: t('added1') }, async (sql) => {
    const contact = {
      email: textOf(form, 'email'),
      ...(textOf(form, 'name') ? { name: textOf(form, 'name') } : {}),
      list_ids: list === null ? [] : [list],
    };
    const written = await upsertContacts(sql, [contact]);
    // One contact is one form here: `0.email` is its field `email`.
    return written.ok
      ? written
      : { ...written, errors: written.errors.map((error) => ({ ...error, path: error.path.replace(/^0\./, '') })) };
  });
};

export const renameContact = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const t = await getTranslations('contacts');
  const id = parseId('contact', textOf(form, 'id'));
  return actForm({ permission: 'contacts:write', form, message: t('saved') }, async (sql) =>
    id === null ? notFound('contact') : changeContact(sql, id, { name: textOf(form, 'name') }),
  );
};

export const removeContact = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('contact', textOf(form, 'id'));
  const answer = await actForm({ permission: 'contacts:write' }, async (sql) =>
    id !== null && (await deleteContact(sql, id)) ? ok(null) : notFound('contact'),
  );
  if (!answer.ok) return answer;
  redirect('/contacts');
};
