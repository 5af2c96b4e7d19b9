import { findCampaign, RECIPIENT_FACTS } from '@hikyaku/campaign';
import { parseId } from '@hikyaku/db';
import { type BarState, PageHeader, TabLinks } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { loadRecipients, type RecipientFilter, recipientFilters } from '../../../../../campaign/load-recipients.ts';
import { RecipientTable } from '../../../../../campaign/recipient-table.tsx';
import { linkTo, pageLinks, partOf, type Query } from '../../../../../form/page-links.ts';
import { Link } from '../../../../../frame/link.tsx';
import { read } from '../../../../../gate/read.ts';
import { factNames } from '../../../../../passport/fact-names.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('recipients'))('title'),
});

const LIMIT = 50;

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export default async function RecipientsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const t = await getTranslations('recipients');
  const list = await getTranslations('list');
  const frame = await getTranslations('frame');
  const states = await getTranslations('states');
  const names = await factNames();
  const filter = recipientFilters.find((one) => one === partOf(query, 'status'));
  const cursor = partOf(query, 'cursor');
  const row = parseId('campaign', id);
  const found = await read(async (sql) => {
    const campaign = row === null ? null : await findCampaign(sql, row);
    if (!campaign) return null;
    const page = await loadRecipients(sql, { id: campaign.id, filter, limit: LIMIT, cursor: Number(cursor) || null });
    return { campaign, page };
  });
  if (!found) notFound();
  const { campaign, page } = found;
  const path = `/campaigns/${id}/recipients`;
  const nameOf = (one: RecipientFilter) => {
    const fact = RECIPIENT_FACTS.find((name) => name === one);
    return fact ? names.fact(fact) : states(one as BarState);
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={{
          label: frame('trail'),
          items: [
            { href: '/campaigns', label: frame('nav.campaigns') },
            { href: `/campaigns/${id}`, label: campaign.name },
          ],
        }}
        link={Link}
      />
      <TabLinks
        label={t('state')}
        link={Link}
        tabs={[
          { href: path, label: list('all'), current: !filter },
          ...recipientFilters.map((one) => ({
            href: linkTo(path, { status: one }),
            label: nameOf(one),
            current: one === filter,
          })),
        ]}
      />
      <RecipientTable
        recipients={page.rows}
        pages={pageLinks(
          path,
          { status: filter ?? '' },
          cursor,
          page.nextCursor === null ? null : String(page.nextCursor),
        )}
      />
    </>
  );
}
