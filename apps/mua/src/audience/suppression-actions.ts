'use server';

import { liftSuppression, suppress } from '@hikyaku/audience';
import { parseId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { getTranslations } from 'next-intl/server';
import { type Answer, textOf } from '../form/answer.ts';
import { actForm } from '../gate/act.ts';

export const addSuppression = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const t = await getTranslations('suppressions');
  const scope = textOf(form, 'scope') === 'all' ? 3 : 1;
  return actForm({ permission: 'suppressions:write', form, message: t('added') }, (sql) =>
    suppress(sql, { email: textOf(form, 'email'), reason: 'manual', scope, detail: textOf(form, 'detail') }),
  );
};

export const removeSuppression = async (_: Answer | null, form: FormData): Promise<Answer> => {
  const id = parseId('suppression', textOf(form, 'id'));
  return actForm({ permission: 'suppressions:write' }, async (sql) =>
    id !== null && (await liftSuppression(sql, id, textOf(form, 'why'))) ? ok(null) : notFound('suppression'),
  );
};
