'use client';

import { type Column, DataTable } from '@hikyaku/ui';
import { useFormatter, useTranslations } from 'next-intl';
import type { SiteRow } from './view.ts';

/** Where the mail really goes, and what each site allows. */
export function SiteTable({ sites }: { sites: readonly SiteRow[] }) {
  const t = useTranslations('live');
  const format = useFormatter();
  if (sites.length === 0) return null;
  const number = (value: number) => format.number(value);
  const columns: Column<SiteRow>[] = [
    { key: 'site', header: t('site'), grow: true, cell: (row) => row.site },
    { key: 'open', header: t('siteOpen'), numeric: true, cell: (row) => number(row.open) },
    {
      key: 'limits',
      header: t('siteLimits'),
      cell: (row) => (
        <span className="text-faint">
          {row.connections === null ? '—' : t('connections', { count: row.connections })}
          {row.perSecond === null ? '' : ` · ${t('perSecond', { rate: number(row.perSecond) })}`}
        </span>
      ),
    },
  ];
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{t('sites')}</h2>
      <DataTable caption={t('sites')} columns={columns} rows={sites} rowKey={(row) => row.site} empty={null} />
    </section>
  );
}
