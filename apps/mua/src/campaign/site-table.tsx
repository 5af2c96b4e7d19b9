'use client';

import { type Column, DataTable } from '@hikyaku/ui';
import { useFormatter, useTranslations } from 'next-intl';
import type { OtherSites, SiteRow } from './view.ts';

/** A time of day says little about an end that is so near. */
const SOON_MS = 60_000;

export type SiteTableProps = {
  sites: readonly SiteRow[];
  others: OtherSites;
  /** When these numbers were true. */
  at: string;
};

/** Where the mail really goes, what each site allows, and what is going on there. */
export function SiteTable({ sites, others, at }: SiteTableProps) {
  const t = useTranslations('live');
  const format = useFormatter();
  const say = useSiteWords(at);
  if (sites.length === 0) return null;
  const number = (value: number) => format.number(value);
  const columns: Column<SiteRow>[] = [
    {
      key: 'site',
      header: t('site'),
      cell: (row) => (
        <>
          <span className="font-medium">{row.site}</span>
          <span className="block max-w-40 text-xs whitespace-normal text-faint md:hidden">{say(row)}</span>
        </>
      ),
    },
    {
      key: 'delivered',
      header: t('siteDelivered'),
      numeric: true,
      cell: (row) => (
        <>
          {number(row.delivered)}
          <span className="text-faint"> / {number(row.people)}</span>
        </>
      ),
    },
    { key: 'open', header: t('siteOpen'), numeric: true, cell: (row) => number(row.open) },
    {
      key: 'doing',
      header: t('siteDoing'),
      grow: true,
      wide: true,
      cell: (row) => (
        <span className={row.open === 0 ? 'text-faint' : undefined} data-doing={row.doing}>
          {say(row)}
        </span>
      ),
    },
    {
      key: 'limits',
      header: t('siteLimits'),
      wide: true,
      cell: (row) => (
        <span className="text-faint">
          {t('connections', { count: row.connections })}
          {' · '}
          {row.perSecond === null ? t('noRate') : t('perSecond', { rate: number(row.perSecond) })}
        </span>
      ),
    },
  ];
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{t('sites')}</h2>
      <DataTable caption={t('sites')} columns={columns} rows={sites} rowKey={(row) => row.site} empty={null} />
      {others.sites > 0 ? (
        <p className="mt-2 text-sm text-faint tabular-nums">
          {t('otherSites', {
            sites: number(others.sites),
            delivered: number(others.delivered),
            people: number(others.people),
            open: number(others.open),
            connections: number(others.inUse),
          })}
        </p>
      ) : null}
    </section>
  );
}

function useSiteWords(at: string) {
  const t = useTranslations('live');
  const format = useFormatter();
  const clock = (at: string, seconds: boolean) =>
    format.dateTime(new Date(at), { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) });
  const isSoon = (doneAt: string) => Date.parse(doneAt) - Date.parse(at) < SOON_MS;
  return (row: SiteRow): string =>
    [
      t(`doing.${row.doing}`, {
        count: row.inUse,
        rate: format.number(row.perSecond ?? 0),
        time: row.nextAt ? clock(row.nextAt, true) : '',
      }),
      row.deferred > 0 && row.doing !== 'retry' ? t('siteDeferred', { count: format.number(row.deferred) }) : '',
      row.doneAt ? (isSoon(row.doneAt) ? t('doneSoon') : t('doneAbout', { time: clock(row.doneAt, false) })) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}
