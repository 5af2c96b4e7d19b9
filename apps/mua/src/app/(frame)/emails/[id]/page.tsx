import { parseId } from '@hikyaku/db';
import { PageHeader } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { loadPassports } from '../../../../passport/load-passport.ts';
import { Passport } from '../../../../passport/passport.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('passport'))('title'),
});

export default async function EmailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const frame = await getTranslations('frame');
  const t = await getTranslations('passport');
  const row = parseId('message', id);
  const loaded = row === null ? [] : await read((sql, { house }) => loadPassports(sql, house, row));
  if (loaded.length === 0) notFound();
  const campaign = loaded[0]?.passport.campaign;
  const trail = campaign
    ? [
        { href: '/campaigns', label: frame('nav.campaigns') },
        { href: `/campaigns/${campaign.id}`, label: campaign.name },
        { href: `/campaigns/${campaign.id}/recipients`, label: t('recipients') },
      ]
    : [{ href: '/activity', label: frame('nav.activity') }];
  return (
    <>
      {loaded.map(({ passport, message }, index) => (
        <section key={passport.email} className={index > 0 ? 'mt-10' : undefined} aria-label={passport.email}>
          {index === 0 ? (
            <PageHeader title={passport.email} trail={{ label: frame('trail'), items: trail }} link={Link} />
          ) : (
            <h2 className="mb-4 text-xl font-semibold [overflow-wrap:anywhere]">{passport.email}</h2>
          )}
          <Passport passport={passport} message={message} />
        </section>
      ))}
    </>
  );
}
