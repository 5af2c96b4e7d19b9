'use server';

import { changePassword, endSession, updateProfile } from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { setLocale } from '../frame/set-preference.ts';
import { clientOf } from '../gate/client-of.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { keepSession } from '../gate/session-cookie.ts';
import { house } from '../house/house.ts';

/** The name that colleagues see, and the language of mails and pages. */
export async function saveProfile(_: Answer | null, form: FormData): Promise<Answer> {
  const { token } = await requirePrincipal();
  const locale = textOf(form, 'locale') === 'en' ? 'en' : 'ja';
  const saved = await updateProfile((await house()).app, token, { name: textOf(form, 'name'), locale });
  if (!saved.ok) return refusalAnswer(saved, form);
  await setLocale(locale);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('profile'))('saved') };
}

/** All other sessions end with the old password; this browser goes on with a new one. */
export async function savePassword(_: Answer | null, form: FormData): Promise<Answer> {
  const { token } = await requirePrincipal();
  const given = { current: String(form.get('current') ?? ''), password: String(form.get('password') ?? '') };
  const changed = await changePassword((await house()).app, token, given, clientOf(await headers()));
  if (!changed.ok) return refusalAnswer(changed);
  await keepSession(changed.value);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('profile'))('passwordSaved') };
}

/** Ends another session of the same person. */
export async function endOtherSession(_: Answer | null, form: FormData): Promise<Answer> {
  const { token } = await requirePrincipal();
  const ended = await endSession((await house()).app, token, Number(textOf(form, 'id')) || 0);
  if (!ended.ok) return refusalAnswer(ended);
  refresh();
  return { ok: true, value: null };
}
