'use server';

import { type Database, parseId } from '@hikyaku/db';
import { changeShaping, liftSite, suspendSite } from '@hikyaku/egress';
import { notFound, type Result, refuse } from '@hikyaku/tenancy';
import { refresh } from 'next/cache';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { refusalAnswer } from '../form/refusal-answer.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { house } from '../house/house.ts';
import { loadSite } from './load-sites.ts';

/** A row for one site stands before those for domains and providers. */
const RANK = 50;

/** What an operator does to one site; who it was stands in the audit log. */
async function operate(
  form: FormData,
  run: (engine: Database, actor: string, siteId: number) => Promise<Result<unknown>>,
): Promise<Answer> {
  const principal = await requirePrincipal();
  if (!principal.isOperator) return refusalAnswer(refuse(403, 'forbidden', 'Only an operator may do this.'), form);
  const id = parseId('site', textOf(form, 'id'));
  const { engine } = await house();
  const done = id === null ? notFound('site') : await run(engine, `operator:${principal.userId}`, id);
  if (!done.ok) return refusalAnswer(done, form);
  refresh();
  return { ok: true, value: null, message: (await getTranslations('sites'))('done') };
}

const numberOf = (form: FormData, name: string): number => {
  const typed = textOf(form, name).replace(/[\s,]/g, '');
  return typed === '' ? Number.NaN : Number(typed);
};

export async function suspend(_: Answer | null, form: FormData): Promise<Answer> {
  return operate(form, (engine, actor, id) =>
    suspendSite(engine, actor, id, { minutes: numberOf(form, 'minutes'), reason: textOf(form, 'reason') }),
  );
}

export async function lift(_: Answer | null, form: FormData): Promise<Answer> {
  return operate(form, async (engine, actor, id) => {
    const lifted = await liftSite(engine, actor, id);
    if (lifted.ok) await (await house()).drains.wake([0, 1].map((stream) => ({ siteId: id, stream })));
    return lifted;
  });
}

/** A row of the shaping table for this site alone; an empty rate = none. */
export async function saveLimits(_: Answer | null, form: FormData): Promise<Answer> {
  return operate(form, async (engine, actor, id) => {
    const site = await loadSite(id);
    if (!site) return notFound('site');
    const tls = textOf(form, 'tls');
    const saved = await changeShaping(engine, actor, {
      rows: [
        {
          name: `site:${site.key}`.slice(0, 100),
          rank: RANK,
          match_on: 'site',
          patterns: [site.key],
          connections: numberOf(form, 'connections'),
          per_connection: numberOf(form, 'per_connection'),
          per_second: textOf(form, 'per_second') === '' ? null : numberOf(form, 'per_second'),
          tls: tls === 'required' || tls === 'none' ? tls : 'opportunistic',
          verify_tls: false,
        },
      ],
    });
    if (saved.ok) return saved;
    return { ...saved, errors: saved.errors.map((one) => ({ ...one, path: one.path.replace(/^rows\.0\./, '') })) };
  });
}

/** Back to the row that the table has for its provider or for everybody. */
export async function dropLimits(_: Answer | null, form: FormData): Promise<Answer> {
  return operate(form, async (engine, actor, id) => {
    const site = await loadSite(id);
    return site
      ? changeShaping(engine, actor, { rows: [], remove: [`site:${site.key}`.slice(0, 100)] })
      : notFound('site');
  });
}
