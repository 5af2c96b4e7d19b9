'use client';

import { useTranslations } from 'next-intl';
import type { ImportPeek } from './view.ts';

export type MappingTableProps = {
  peek: ImportPeek;
  /** Column header -> `email`, `name`, `attributes.<key>`, or '' to leave it out. */
  mapping: Readonly<Record<string, string>>;
  onChange: (mapping: Record<string, string>) => void;
};

const own = (header: string) => `attributes.${header.trim().replace(/\s+/g, '_')}`;

/** What each column is taken for; the guess can be changed. */
export function MappingTable({ peek, mapping, onChange }: MappingTableProps) {
  const t = useTranslations('imports');
  return (
    <fieldset className="min-w-0 rounded-card border border-line">
      <legend className="ml-3 px-1 text-sm font-medium">{t('columns')}</legend>
      <p className="px-4 pb-2 text-sm text-faint">{t('understood', { encoding: peek.encoding })}</p>
      <ul>
        {peek.columns.map((column, index) => {
          const guess = column.guess.startsWith('attributes.') ? column.guess : own(column.header);
          return (
            <li
              key={column.header}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2"
            >
              <label htmlFor={`column-${index}`} className="min-w-0 grow basis-40 text-sm">
                <span className="font-medium [overflow-wrap:anywhere]">{column.header}</span>
                <span className="block truncate text-xs text-faint">{column.samples.join(' · ')}</span>
              </label>
              <select
                id={`column-${index}`}
                value={mapping[column.header] ?? ''}
                onChange={(event) => onChange({ ...mapping, [column.header]: event.target.value })}
                className="rounded-card border border-edge bg-surface px-2 py-1.5 text-sm"
              >
                <option value="email">{t('asEmail')}</option>
                <option value="name">{t('asName')}</option>
                <option value={guess}>{t('asAttribute', { key: guess.slice('attributes.'.length) })}</option>
                <option value="">{t('asNothing')}</option>
              </select>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
