'use server';

import { parseId } from '@hikyaku/db';
import { createWebhook, deleteWebhook, endpointRules, replayWebhook } from '@hikyaku/events';
import { notFound, ok } from '@hikyaku/tenancy';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { act, actForm } from '../gate/act.ts';

/** A new endpoint. Its signing secret comes back once. */
export const addWebhook = async (
  _: Answer<{ secret: string }> | null,
  form: FormData,
): Promise<Answer<{ secret: string }>> =>
  act({ permission: 'webhooks:write', form }, async (sql, { house }) => {
    const wanted = { url: textOf(form, 'url'), events: form.getAll('events').map(String) };
    const created = await createWebhook(sql, house.keyring, endpointRules(house.config), wanted);
    return created.ok ? ok({ secret: created.value.secret }) : created;
  });

export const removeWebhook = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('webhook', textOf(form, 'id'));
  const answer = await actForm({ permission: 'webhooks:write' }, async (sql) =>
    id === null ? notFound('webhook') : deleteWebhook(sql, id),
  );
  if (!answer.ok) return answer;
  redirect('/developers/webhooks');
};

/** Sends one attempt's fact again, or everything that failed. */
export const replay = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('webhook', textOf(form, 'id'));
  const attempt = textOf(form, 'attempt');
  const attemptId = attempt ? parseId('attempt', attempt) : null;
  const answer = await act({ permission: 'webhooks:write' }, async (sql) => {
    if (id === null || (attempt && attemptId === null)) return notFound('webhook');
    return replayWebhook(sql, id, attempt ? { attemptId } : { onlyFailed: true });
  });
  if (!answer.ok) return answer;
  const t = await getTranslations('webhooks');
  return { ok: true, value: null, message: t('replayed', { count: answer.value.replayed }) };
};
