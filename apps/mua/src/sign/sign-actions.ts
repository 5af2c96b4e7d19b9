'use server';

import {
  confirmSignUp,
  type OpenedSession,
  type Result,
  resetPassword,
  sendLink,
  signIn,
  signInByLink,
  startSignUp,
} from '@hikyaku/tenancy';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { clientOf } from '../gate/client-of.ts';
import { keepSession } from '../gate/session-cookie.ts';
import { house } from '../house/house.ts';
import type { House } from '../house/open-house.ts';
import { safeNext } from './safe-next.ts';

const client = async () => clientOf(await headers());

const mailSettings = (opened: House) => ({ url: opened.config.url, sendSystemMail: opened.sendSystemMail });

/** A password keeps its spaces. */
const passwordOf = (form: FormData): string => String(form.get('password') ?? '');

async function enter(result: Result<OpenedSession>, form: FormData, next: string): Promise<Answer> {
  if (!result.ok) return refusalAnswer(result, form);
  await keepSession(result.value);
  redirect(next);
}

export async function signInWithPassword(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  const given = { email: textOf(form, 'email'), password: passwordOf(form) };
  return enter(await signIn(opened.app, given, await client()), form, safeNext(textOf(form, 'next')));
}

/** Mails a link that signs in, or one that sets a new password. */
export async function requestLink(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  const purpose = textOf(form, 'purpose') === 'reset' ? 'reset' : 'sign_in';
  const sent = await sendLink(opened.app, purpose, textOf(form, 'email'), await client(), mailSettings(opened));
  if (!sent.ok) return refusalAnswer(sent, form);
  return { ok: true, value: null, message: (await getTranslations('sign'))('linkSent') };
}

export async function requestSignUp(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  const started = await startSignUp(
    opened.app,
    {
      email: textOf(form, 'email'),
      tenantName: textOf(form, 'tenant_name'),
      name: textOf(form, 'name'),
      locale: await getLocale(),
    },
    await client(),
    { ...mailSettings(opened), mode: opened.config.signup },
  );
  if (!started.ok) return refusalAnswer(started, form);
  return { ok: true, value: null, message: (await getTranslations('sign'))('confirmSent') };
}

/** The button of a mailed link. */
export async function followLink(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  return enter(await signInByLink(opened.app, textOf(form, 'token'), await client()), form, '/');
}

export async function finishSignUp(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  const token = textOf(form, 'token');
  return enter(await confirmSignUp(opened.app, token, passwordOf(form), await client(), opened.config), form, '/');
}

export async function setNewPassword(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  return enter(await resetPassword(opened.app, textOf(form, 'token'), passwordOf(form), await client()), form, '/');
}
