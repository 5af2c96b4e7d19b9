import { parseId } from '@hikyaku/db';
import { PageHeader, StatusBadge } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { InboundMail } from '../../../../inbox/inbound-mail.tsx';
import { kindNames } from '../../../../inbox/kind-names.ts';
import { openInbound } from '../../../../inbox/load-inbox.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('inbox'))('title') });

export default async function InboundPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('inbox');
  const frame = await getTranslations('frame');
  const kind = await kindNames();
  const row = parseId('inbound', id);
  const mail = row === null ? null : await read((sql) => openInbound(sql, row));
  if (!mail) notFound();
  return (
    <>
      <PageHeader
        title={mail.subject || t('noSubject')}
        status={<StatusBadge status={mail.kind} tone="calm" label={kind(mail.kind)} />}
        trail={{ label: frame('trail'), items: [{ href: '/inbox', label: t('title') }] }}
        link={Link}
      />
      <InboundMail mail={mail} />
    </>
  );
}
