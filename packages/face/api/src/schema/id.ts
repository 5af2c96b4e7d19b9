import { type IdKind, parseId } from '@hikyaku/db';
import { z } from 'zod';

/** Kinds whose rows are numbered by bigint; the others would not fit into their column. */
const LARGE: readonly IdKind[] = ['contact', 'message', 'event', 'suppression', 'attempt', 'inbound', 'audit'];
const INT_MAX = 2 ** 31 - 1;

/** The row that a public id names, or null when it can be none of this kind. */
export function parseRowId(kind: IdKind, text: string): number | null {
  const id = parseId(kind, text);
  return id !== null && (LARGE.includes(kind) || id <= INT_MAX) ? id : null;
}

const SAMPLES: Partial<Record<IdKind, string>> = { list: 'lst_', template: 'tpl_', campaign: 'cmp_', attempt: 'att_' };

/** A public id in a body or a query; becomes the row's number. */
export const idOf = (kind: IdKind) =>
  z
    .string()
    .meta({ description: `Id of a ${kind}${SAMPLES[kind] ? ` (\`${SAMPLES[kind]}...\`)` : ''}` })
    .transform((text, context) => {
      const id = parseRowId(kind, text);
      if (id !== null) return id;
      context.addIssue({ code: 'custom', message: `is no id of a ${kind}` });
      return z.NEVER;
    });
