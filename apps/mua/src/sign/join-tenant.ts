'use server';

import { acceptInvitation } from '@hikyaku/tenancy';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { clientOf } from '../gate/client-of.ts';
import { keepSession } from '../gate/session-cookie.ts';
import { house } from '../house/house.ts';

/** Accepts an invitation and signs in. */
export async function joinTenant(_: Answer | null, form: FormData): Promise<Answer> {
  const opened = await house();
  const given = {
    name: textOf(form, 'name'),
    password: String(form.get('password') ?? ''),
    locale: await getLocale(),
    tenantName: textOf(form, 'tenant_name'),
  };
  const client = clientOf(await headers());
  const joined = await acceptInvitation(opened.app, textOf(form, 'token'), given, client, opened.config);
  if (!joined.ok) return refusalAnswer(joined, form);
  await keepSession(joined.value);
  redirect('/');
}
