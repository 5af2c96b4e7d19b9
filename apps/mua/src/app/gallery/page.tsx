import { Button, PageHeader } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import { CampaignTable } from '../../campaign/campaign-table.tsx';
import { SearchForm } from '../../form/search-form.tsx';
import { AppFrame } from '../../frame/frame.tsx';
export default async function Gallery() {
  const t = await getTranslations('campaigns');
  const zero = {
    queued: 0,
    sending: 0,
    deferred: 0,
    delivered: 0,
    bounced: 0,
    expired: 0,
    suppressed: 0,
    canceled: 0,
    unconfirmed: 0,
  };
  const rows = (['draft', 'scheduled', 'planning', 'sending', 'paused', 'completed', 'canceled'] as const).map(
    (status, i) => ({
      id: `cmp_${i}`,
      name: `春の新茶のご案内 ${i}`,
      subject: '【期間限定】新茶のご案内',
      status,
      planned: i > 1 ? 1000 * i : 0,
      counts: { ...zero, delivered: 900 * i, queued: 100 * i },
      updatedAt: new Date(Date.now() - i * 1e8).toISOString(),
    }),
  );
  return (
    <AppFrame
      viewerUrl="http://127.0.0.1:3001"
      tenant={{ id: '1', name: '株式会社ひきゃく' }}
      tenants={[{ id: '1', name: '株式会社ひきゃく' }]}
      email="owner@demo.example"
      role="owner"
    >
      <PageHeader title={t('title')} about={t('about')} actions={<Button tone="primary">{t('new')}</Button>} />
      <SearchForm value="" label="search" />
      <CampaignTable campaigns={rows} empty={null} pages={{ next: '/x' }} />
    </AppFrame>
  );
}
