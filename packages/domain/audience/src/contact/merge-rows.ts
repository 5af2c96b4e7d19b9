import { bigramsOf } from './bigrams.ts';
import type { ContactRow } from './check-contact.ts';

/** One row an address: later values win, as if the rows had been written one after the other. */
export function mergeRows(rows: readonly ContactRow[]): ContactRow[] {
  const merged = new Map<string, ContactRow>();
  for (const row of rows) {
    const before = merged.get(row.email);
    const name = row.name ?? before?.name ?? null;
    merged.set(
      row.email,
      before
        ? {
            ...row,
            name,
            attributes: { ...before.attributes, ...row.attributes },
            bigrams: bigramsOf(row.email, name ?? ''),
          }
        : row,
    );
  }
  return [...merged.values()];
}
