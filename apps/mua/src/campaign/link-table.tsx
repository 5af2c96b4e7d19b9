import { type Column, DataTable } from '@hikyaku/ui';
import { getFormatter, getTranslations } from 'next-intl/server';
import type { LinkRow } from './view.ts';

/** The followed links of a campaign, in the order of the message, with who clicked. Nothing when none is followed. */
export async function LinkTable({ links, delivered }: { links: readonly LinkRow[]; delivered: number }) {
  const t = await getTranslations('live');
  const format = await getFormatter();
  if (links.length === 0) return null;
  const people = (row: LinkRow) => (
    <>
      {format.number(row.recipients)}
      {delivered > 0 ? (
        <span className="ml-2 text-xs text-faint">
          {format.number(row.recipients / delivered, { style: 'percent', maximumFractionDigits: 1 })}
        </span>
      ) : null}
    </>
  );
  const columns: Column<LinkRow>[] = [
    {
      key: 'url',
      header: t('link'),
      grow: true,
      cell: (row) => <span className="font-mono text-xs [overflow-wrap:anywhere]">{row.url}</span>,
    },
    { key: 'recipients', header: t('linkPeople'), numeric: true, cell: people },
    { key: 'clicks', header: t('linkClicks'), numeric: true, cell: (row) => format.number(row.clicks) },
  ];
  return (
    <section data-links>
      <h2 className="mb-2 text-sm font-semibold">{t('links')}</h2>
      <DataTable caption={t('links')} columns={columns} rows={links} rowKey={(row) => row.url} empty={null} />
    </section>
  );
}
