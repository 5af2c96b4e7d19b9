import { parseId } from '@hikyaku/db';
import { PageHeader, TabLinks } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { linkTo, pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';
import { listBoxes, listInbound } from '../../../inbox/load-inbox.ts';
import { MessageTable } from '../../../inbox/message-table.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('inbox'))('title') });

const LIMIT = 50;

export default async function InboxPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('inbox');
  const format = await getFormatter();
  const query = await searchParams;
  const cursor = partOf(query, 'cursor');
  const wanted = partOf(query, 'mailbox');
  const { boxes, current, page } = await read(async (sql) => {
    const all = await listBoxes(sql);
    const row = parseId('mailbox', wanted);
    const chosen =
      wanted === 'reports'
        ? undefined
        : (all.find((box) => box.row === row) ?? all.find((box) => box.unseen > 0) ?? all[0]);
    const mailbox = chosen?.row ?? null;
    return {
      boxes: all,
      current: chosen,
      page: await listInbound(sql, { mailbox, limit: LIMIT, cursor: Number(cursor) || null }),
    };
  });
  const tabs = [
    ...boxes.map((box) => ({
      href: linkTo('/inbox', { mailbox: box.id }),
      label: box.address,
      current: box === current,
      count: box.unseen > 0 ? format.number(box.unseen) : undefined,
    })),
    { href: linkTo('/inbox', { mailbox: 'reports' }), label: t('reports'), current: !current },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <TabLinks label={t('mailboxes')} tabs={tabs} link={Link} />
      <MessageTable
        messages={page.rows}
        pages={pageLinks(
          '/inbox',
          { mailbox: current?.id ?? 'reports' },
          cursor,
          page.nextCursor === null ? null : String(page.nextCursor),
        )}
      />
    </>
  );
}
