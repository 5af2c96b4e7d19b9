import { type TenantSql, withTenant } from '@hikyaku/db';
import { authorize, ok, type Permission, type Principal, type Result } from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import type { Answer } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { house } from '../house/house.ts';
import type { House } from '../house/open-house.ts';
import { requirePrincipal } from './require-principal.ts';

export type ActContext = { readonly house: House; readonly principal: Principal };

export type ActOptions = {
  readonly permission: Permission;
  /** The form that was sent: a refusal brings its values back. */
  readonly form?: FormData;
  readonly message?: string;
  /** The page keeps what it shows: its own state is newer. */
  readonly quiet?: boolean;
};

/**
 * What a server action does: the person's right is asked, `run` works in one transaction of the tenant, a refusal
 * becomes words in the reader's language, and the page shows the new state. Next compares Origin with Host before an
 * action runs, so a page of another site cannot call it.
 */
export async function act<T>(
  options: ActOptions,
  run: (sql: TenantSql, context: ActContext) => Promise<Result<T>>,
): Promise<Answer<T>> {
  const principal = await requirePrincipal();
  const allowed = authorize(principal, options.permission);
  if (!allowed.ok) return refusalAnswer(allowed, options.form);
  const opened = await house();
  const result = await withTenant(opened.app, principal.scope, (sql) => run(sql, { house: opened, principal }));
  if (!result.ok) return refusalAnswer(result, options.form);
  if (!options.quiet) refresh();
  return { ok: true, value: result.value, message: options.message };
}

/** The same for a form that needs no value back. */
export async function actForm<T>(
  options: ActOptions,
  run: (sql: TenantSql, context: ActContext) => Promise<Result<T>>,
): Promise<Answer> {
  return act(options, async (sql, context) => {
    const result = await run(sql, context);
    return result.ok ? ok(null) : result;
  });
}
