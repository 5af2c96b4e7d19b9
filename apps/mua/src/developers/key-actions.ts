'use server';

import { parseId } from '@hikyaku/db';
import { createApiKey, createSmtpLogin, notFound, ok, revokeApiKey } from '@hikyaku/tenancy';
import { type Answer, textOf } from '../form/answer.ts';
import { act, actForm } from '../gate/act.ts';

/** A new API key. The secret comes back once and is kept nowhere. */
export const createKey = async (
  _: Answer<{ secret: string }> | null,
  form: FormData,
): Promise<Answer<{ secret: string }>> =>
  act({ permission: 'keys:write', form }, async (sql) => {
    const permissions = form.getAll('permissions').map(String);
    const created = await createApiKey(sql, { name: textOf(form, 'name'), permissions });
    return created.ok ? ok({ secret: created.value.secret }) : created;
  });

export type SmtpSecret = { username: string; password: string };

/** A new SMTP login. The password comes back once and is kept nowhere. */
export const createLogin = async (_: Answer<SmtpSecret> | null, form: FormData): Promise<Answer<SmtpSecret>> =>
  act({ permission: 'keys:write', form }, async (sql) => {
    const created = await createSmtpLogin(sql, { name: textOf(form, 'name') });
    if (!created.ok) return created;
    return ok({ username: created.value.username, password: created.value.password });
  });

export const revokeKey = async (_: Answer | null, form: FormData): Promise<Answer> =>
  actForm({ permission: 'keys:write' }, async (sql) => {
    const id = parseId('key', textOf(form, 'id'));
    return id === null ? notFound('key') : revokeApiKey(sql, id);
  });
