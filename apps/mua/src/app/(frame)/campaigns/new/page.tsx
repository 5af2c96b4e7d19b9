import { PageHeader } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CampaignEditor } from '../../../../campaign/campaign-editor.tsx';
import { loadEditor } from '../../../../campaign/load-editor.ts';
import { partOf, type Query } from '../../../../form/page-links.ts';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('campaigns'))('new') });

export default async function NewCampaignPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('campaigns');
  const editor = await getTranslations('editor');
  const frame = await getTranslations('frame');
  const list = partOf(await searchParams, 'list');
  const choices = await read((sql, { principal }) => loadEditor(sql, principal.tenant.name));
  const listIds = choices.lists.filter((one) => one.id === list).map((one) => one.id);
  return (
    <>
      <PageHeader
        title={t('new')}
        trail={{ label: frame('trail'), items: [{ href: '/campaigns', label: t('title') }] }}
        link={Link}
      />
      <CampaignEditor
        draft={{
          id: '',
          name: '',
          from: choices.senders[0] ?? '',
          subject: '',
          html: editor.raw('starterHtml'),
          text: '',
          listIds,
          trackOpens: true,
          trackClicks: true,
        }}
        {...choices}
      />
    </>
  );
}
