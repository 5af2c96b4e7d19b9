'use server';

import { decideHold } from '@hikyaku/egress';
import { refuse } from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import type { Answer } from '../form/answer.ts';
import { textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { house } from '../house/house.ts';

/** An operator's decision about a restored backup; the MTA carries it out and writes it into the audit log. */
export async function decideRestored(_: Answer | null, form: FormData): Promise<Answer> {
  const principal = await requirePrincipal();
  if (!principal.isOperator) return refusalAnswer(refuse(403, 'forbidden', 'Only an operator may do this.'), form);
  const decision = textOf(form, 'decision') === 'cancel' ? 'cancel' : 'release';
  await decideHold((await house()).engine, decision, `operator:${principal.userId}`);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('restored'))('done') };
}
