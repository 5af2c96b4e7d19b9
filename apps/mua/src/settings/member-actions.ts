'use server';

import { parseId, type TenantPrisma, withTenantPrisma } from '@hikyaku/db';
import {
  changeRole,
  inviteMember,
  notFound,
  type Principal,
  type Result,
  removeMember,
  revokeInvitation,
} from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { house } from '../house/house.ts';

/** The members' own functions ask for the right themselves: a person may always leave. */
async function change<T>(
  form: FormData,
  run: (tx: TenantPrisma, principal: Principal) => Promise<Result<T>>,
): Promise<Answer> {
  const principal = await requirePrincipal();
  const result = await withTenantPrisma((await house()).prisma, principal.scope, (tx) => run(tx, principal));
  if (!result.ok) return refusalAnswer(result, form);
  refresh();
  return { ok: true, value: null };
}

export async function invite(_: Answer | null, form: FormData): Promise<Answer> {
  const principal = await requirePrincipal();
  const { prisma, config, sendSystemMail } = await house();
  const given = { email: textOf(form, 'email'), role: textOf(form, 'role') };
  const invited = await inviteMember(prisma, principal, given, { url: config.url, sendSystemMail });
  if (!invited.ok) return refusalAnswer(invited, form);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('members'))('invited', { email: given.email }) };
}

export async function withdrawInvitation(_: Answer | null, form: FormData): Promise<Answer> {
  const id = parseId('invitation', textOf(form, 'id'));
  return change(form, async (tx, principal) =>
    id === null ? notFound('invitation') : revokeInvitation(tx, principal, id),
  );
}

export async function setRole(_: Answer | null, form: FormData): Promise<Answer> {
  const id = parseId('user', textOf(form, 'id'));
  return change(form, async (tx, principal) =>
    id === null ? notFound('member') : changeRole(tx, principal, id, textOf(form, 'role')),
  );
}

export async function dropMember(_: Answer | null, form: FormData): Promise<Answer> {
  const id = parseId('user', textOf(form, 'id'));
  return change(form, async (tx, principal) => (id === null ? notFound('member') : removeMember(tx, principal, id)));
}
