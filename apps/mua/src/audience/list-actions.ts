'use server';

import { createList, deleteList, renameList } from '@hikyaku/audience';
import { formatId, parseId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { act, actForm } from '../gate/act.ts';

export const addList = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const answer = await act({ permission: 'contacts:write', form }, (sql) =>
    createList(sql, { name: textOf(form, 'name') }),
  );
  if (!answer.ok) return answer;
  redirect(`/lists/${formatId('list', answer.value.id)}`);
};

export const changeListName = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const t = await getTranslations('lists');
  const id = parseId('list', textOf(form, 'id'));
  return actForm({ permission: 'contacts:write', form, message: t('saved') }, async (sql) =>
    id === null ? notFound('list') : renameList(sql, id, textOf(form, 'name')),
  );
};

/** Deletes the list; its people stay contacts. */
export const removeList = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('list', textOf(form, 'id'));
  const answer = await actForm({ permission: 'contacts:write' }, async (sql) =>
    id !== null && (await deleteList(sql, id)) ? ok(null) : notFound('list'),
  );
  if (!answer.ok) return answer;
  redirect('/lists');
};
