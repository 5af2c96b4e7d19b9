import { formatId } from '@hikyaku/db';
import type { SiteView } from '@hikyaku/egress';
import { type Column, DataTable, EmptyState, PageHeader } from '@hikyaku/ui';
import { Route } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Link } from '../../../../frame/link.tsx';
import { requirePrincipal } from '../../../../gate/require-principal.ts';
import { loadBusiestSites } from '../../../../sites/load-sites.ts';
import { showSite } from '../../../../sites/show-site.ts';
import { waitWords } from '../../../../sites/wait-words.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('sites'))('title'),
});

/** Where mail really goes, what waits there, and why. */
export default async function SitesPage() {
  const t = await getTranslations('sites');
  const format = await getFormatter();
  const principal = await requirePrincipal();
  if (!principal.isOperator) notFound();
  const say = await waitWords();
  const rows = await loadBusiestSites();
  const columns: Column<SiteView>[] = [
    {
      key: 'site',
      header: t('site'),
      cell: (row) => (
        <>
          <Link
            href={`/operator/sites/${formatId('site', row.id)}`}
            className="block max-w-56 font-medium [overflow-wrap:anywhere] whitespace-normal hover:underline md:min-w-40"
          >
            {showSite(row)}
          </Link>
          <span className="mt-0.5 block max-w-56 text-xs [overflow-wrap:anywhere] whitespace-normal text-faint md:hidden">
            {say(row.wait)}
          </span>
        </>
      ),
    },
    {
      key: 'why',
      header: t('why'),
      grow: true,
      wide: true,
      cell: (row) => <WaitText row={row} text={say(row.wait)} />,
    },
    {
      key: 'ready',
      header: t('ready'),
      numeric: true,
      cell: (row) => format.number(row.ready + row.sending + row.held),
    },
    { key: 'deferred', header: t('deferred'), numeric: true, cell: (row) => format.number(row.deferred) },
    {
      key: 'connections',
      header: t('connections'),
      numeric: true,
      wide: true,
      cell: (row) => `${format.number(row.connectionsOpen)} / ${format.number(row.connections.value)}`,
    },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        link={Link}
        empty={
          <EmptyState icon={<Route className="size-6" />} title={t('emptyTitle')}>
            {t('empty')}
          </EmptyState>
        }
      />
    </>
  );
}

/** A suspension stands out; the rest is calm. */
function WaitText({ row, text }: { row: SiteView; text: string }) {
  return (
    <span className={row.suspension ? 'text-bad [overflow-wrap:anywhere]' : undefined} data-wait={row.wait.kind}>
      {text}
    </span>
  );
}
