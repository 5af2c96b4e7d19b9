'use server';

import { type Database, parseId } from '@hikyaku/db';
import { holdTenant, notFound, type Principal, type Result, releaseTenant, setDailyQuota } from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { house } from '../house/house.ts';

/** The functions ask themselves whether the person is an operator. */
async function operate(
  form: FormData,
  run: (app: Database, principal: Principal, tenantId: number) => Promise<Result<void>>,
): Promise<Answer> {
  const principal = await requirePrincipal();
  const id = parseId('tenant', textOf(form, 'id'));
  const done = id === null ? notFound('tenant') : await run((await house()).app, principal, id);
  if (!done.ok) return refusalAnswer(done, form);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('operator'))('done') };
}

export async function hold(_: Answer | null, form: FormData): Promise<Answer> {
  return operate(form, (app, principal, id) => holdTenant(app, principal, id, textOf(form, 'reason')));
}

export async function release(_: Answer | null, form: FormData): Promise<Answer> {
  return operate(form, releaseTenant);
}

/** An empty field lifts the quota. */
export async function saveQuota(_: Answer | null, form: FormData): Promise<Answer> {
  const typed = textOf(form, 'daily_quota').replace(/[\s,]/g, '');
  const quota = typed === '' ? null : /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  return operate(form, (app, principal, id) => setDailyQuota(app, principal, id, quota));
}
