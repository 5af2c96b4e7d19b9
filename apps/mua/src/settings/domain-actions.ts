'use server';

import { formatId, parseId } from '@hikyaku/db';
import { createDomain, deleteDomain, notFound, verifyDomain } from '@hikyaku/tenancy';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { act, actForm } from '../gate/act.ts';

export const addDomain = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const answer = await act({ permission: 'domains:write', form }, (sql, { house }) =>
    createDomain(sql, house.keyring, textOf(form, 'name')),
  );
  if (!answer.ok) return answer;
  redirect(`/settings/domains/${formatId('domain', answer.value.id)}`);
};

/** Looks the records up in DNS now and says what was found. */
export const checkDomain = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('domain', textOf(form, 'id'));
  const t = await getTranslations('domains');
  return actForm({ permission: 'domains:write', message: t('checkedNow') }, (sql, { house }) =>
    id === null ? Promise.resolve(notFound('domain')) : verifyDomain(sql, house.resolver.txt, id, house.leadsHere),
  );
};

export const removeDomain = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('domain', textOf(form, 'id'));
  const answer = await actForm({ permission: 'domains:write' }, (sql) =>
    id === null ? Promise.resolve(notFound('domain')) : deleteDomain(sql, id),
  );
  if (!answer.ok) return answer;
  redirect('/settings/domains');
};
