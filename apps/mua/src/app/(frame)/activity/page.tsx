import { EVENT_TYPES, listEvents } from '@hikyaku/events';
import { PageHeader, TabLinks } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EventTable } from '../../../activity/event-table.tsx';
import { shortType, viewEvent } from '../../../activity/view-event.ts';
import { linkTo, pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { SearchForm } from '../../../form/search-form.tsx';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';
import { factNames } from '../../../passport/fact-names.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('activity'))('title'),
});

const LIMIT = 50;

export default async function ActivityPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('activity');
  const list = await getTranslations('list');
  const names = await factNames();
  const query = await searchParams;
  const q = partOf(query, 'q');
  const type = EVENT_TYPES.find((one) => shortType(one) === partOf(query, 'type'));
  const short = type ? shortType(type) : '';
  const cursor = partOf(query, 'cursor');
  const page = await read((sql) =>
    listEvents(sql, { type, email: q ? q.toLowerCase() : undefined, limit: LIMIT, cursor: Number(cursor) || null }),
  );
  const tabs = [
    { href: linkTo('/activity', { q }), label: list('all'), current: !type },
    ...EVENT_TYPES.map((one) => ({
      href: linkTo('/activity', { q, type: shortType(one) }),
      label: names.fact(shortType(one)),
      current: one === type,
    })),
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <SearchForm value={q} label={t('search')} keep={short ? { type: short } : {}} />
      <TabLinks label={t('filter')} tabs={tabs} link={Link} />
      <EventTable
        events={page.rows.map(viewEvent)}
        pages={pageLinks(
          '/activity',
          { q, type: short },
          cursor,
          page.nextCursor === null ? null : String(page.nextCursor),
        )}
      />
    </>
  );
}
