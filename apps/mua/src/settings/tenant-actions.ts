'use server';

import { withTenantPrisma } from '@hikyaku/db';
import { updateTenant } from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { house } from '../house/house.ts';

/** What the tenant says of itself. */
export async function saveTenant(_: Answer | null, form: FormData): Promise<Answer> {
  const principal = await requirePrincipal();
  const change = {
    name: textOf(form, 'name'),
    postalAddress: textOf(form, 'postal_address'),
    locale: textOf(form, 'locale'),
    timezone: textOf(form, 'timezone'),
  };
  const saved = await withTenantPrisma((await house()).prisma, principal.scope, (tx) =>
    updateTenant(tx, principal, change),
  );
  if (!saved.ok) return refusalAnswer(saved, form);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('tenant'))('saved') };
}
