import type { Row } from '../row.ts';

/** A row against another of the same run: `0.212 of wire`. `bar`: what it must reach, where there is one. */
export type Ratio = { readonly to: string; readonly value: number; readonly bar?: number };

/** Another size is another matter. */
const SIZED = /^-\d+kb$/;

type Comparison = { readonly of: string; readonly to: string; readonly bar?: number };

/** By family: `campaign-1kb` is held against `wire-1kb`, and so on. Only the plain size has bars. */
const COMPARISONS: readonly Comparison[] = [
  { of: 'campaign', to: 'wire', bar: 0.2 },
  { of: 'campaign', to: 'postfix' },
  { of: 'campaign', to: 'postfix-opendkim', bar: 10 },
  { of: 'campaign', to: 'nodemailer' },
  { of: 'relay', to: 'wire' },
  { of: 'relay', to: 'postfix' },
  { of: 'relay', to: 'postfix-opendkim', bar: 4.1 },
  { of: 'relay', to: 'nodemailer' },
  { of: 'msa', to: 'postfix-smtpd', bar: 1 },
  { of: 'mda', to: 'postfix-smtpd' },
  { of: 'mda', to: 'postfix-maildir', bar: 1 },
];

/** What the row can be compared with among `rows`: the same size and receiver, or the plain one of the same size. */
export function ratiosOf(row: Row, rows: readonly Row[]): Ratio[] {
  return COMPARISONS.flatMap(({ of, to, bar }) => {
    if (row.name !== of && !row.name.startsWith(`${of}-`)) return [];
    const suffix = row.name.slice(of.length);
    const exact = rows.find(({ name }) => name === `${to}${suffix}`);
    const other = exact ?? (SIZED.test(suffix) ? undefined : rows.find(({ name }) => name === to));
    if (!other || other.unit !== row.unit) return [];
    return [{ to: other.name, value: row.median / other.median, ...(suffix === '' && bar ? { bar } : {}) }];
  });
}
