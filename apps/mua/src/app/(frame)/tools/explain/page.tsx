import { PageHeader } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BounceReader } from '../../../../bounce/bounce-reader.tsx';
import { loadReturned } from '../../../../bounce/load-returned.ts';
import { partOf, type Query } from '../../../../form/page-links.ts';
import { read } from '../../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('bounce'))('title') });

/** `?message=` opens it with what came back about that recipient. */
export default async function ExplainPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('bounce');
  const message = partOf(await searchParams, 'message');
  const initial = await read((sql) => (message ? loadReturned(sql, message) : Promise.resolve(null)));
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <BounceReader key={message} initial={initial} />
    </>
  );
}
